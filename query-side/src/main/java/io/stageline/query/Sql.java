package io.stageline.query;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A SELECT with named parameters; its text is put together from constants only, so there is a closed set of texts. */
public final class Sql {
    private static final Pattern NAME = Pattern.compile("(?<!:):([a-zA-Z]+)");
    private static final Map<String, Numbered> NUMBERED = new ConcurrentHashMap<>();

    private final String text;
    private final Map<String, Object> values = new HashMap<>();

    private record Numbered(String text, List<String> names) {}

    private Sql(String text) {
        this.text = text;
    }

    public static Sql of(String text) {
        return new Sql(text);
    }

    /** Gives a parameter its value; one that the text does not name is ignored. */
    public Sql bind(String name, Object value) {
        values.put(name, value);
        return this;
    }

    public Sql bindAll(Map<String, Object> more) {
        values.putAll(more);
        return this;
    }

    Statement on(Connection connection) {
        var numbered = NUMBERED.computeIfAbsent(text, Sql::number);
        var statement = connection.createStatement(numbered.text());
        for (int i = 0; i < numbered.names().size(); i++)
            statement.bind(i, value(numbered.names().get(i)));
        return statement;
    }

    private Object value(String name) {
        var value = values.get(name);
        if (value == null) throw new IllegalStateException("No value for :" + name);
        return value;
    }

    private static Numbered number(String text) {
        var names = new ArrayList<String>();
        var numbered = NAME.matcher(text).replaceAll(match -> {
            if (!names.contains(match.group(1))) names.add(match.group(1));
            return "\\$" + (names.indexOf(match.group(1)) + 1);
        });
        return new Numbered(numbered, List.copyOf(names));
    }
}
