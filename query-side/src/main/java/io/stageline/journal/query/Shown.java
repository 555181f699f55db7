package io.stageline.journal.query;

import io.stageline.query.Filters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stages whose cells are to be shown, in one parameter: between commas; a comma or backslash in a name has a backslash before it. */
final class Shown {
    private Shown() {}

    static List<String> read(@Nullable String parameter) {
        var given = Filters.given(parameter);
        if (given == null) return List.of();
        var stages = new ArrayList<String>();
        var stage = new StringBuilder();
        for (var i = 0; i < given.length(); i++) {
            var character = given.charAt(i);
            if (character == ',') {
                stages.add(stage.toString());
                stage.setLength(0);
            } else if (character != '\\') stage.append(character);
            else if (++i < given.length()) stage.append(given.charAt(i));
            else throw Filters.invalid("show", "names of stages; behind a backslash stands a comma or a backslash");
        }
        stages.add(stage.toString());
        return stages;
    }

    static void check(List<String> stages, Layout layout) {
        for (var stage : stages) Filters.checkWord("show", stage, layout.stages());
    }
}
