package io.stageline.journal.query;

import io.stageline.http.PlainRequest;
import io.stageline.http.Reply;
import io.stageline.http.Scope;
import io.stageline.http.ShortRoute;
import io.stageline.journal.query.JournalQueries.Chosen;
import io.stageline.journal.query.JournalQueries.GridOf;
import io.stageline.query.Page;
import io.stageline.query.TaggedReads;
import io.stageline.query.TaggedReads.Asked;
import io.stageline.query.When;
import io.stageline.refusal.Refused;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/** A page of the present grid without filters, which is read more often than everything else together. */
@Component
class GridShortRoute implements ShortRoute<GridShortRoute.Question> {
    private static final String BEFORE = "/v1/journals/";
    private static final Pattern ADDRESS = Pattern.compile(BEFORE
            + "([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})/grid"
            + "(?:\\?([a-zA-Z]+=[A-Za-z0-9_,-]+(?:&[a-zA-Z]+=[A-Za-z0-9_,-]+)*))?");
    private static final Set<String> PARAMETERS = Set.of("show", "sort", "limit", "cursor", "minPosition");
    private static final Chosen EVERY_ENTRY = new Chosen(null, null, null, null, null, null);
    private static final byte[] NOTHING = {};

    private final TaggedReads tagged;
    private final GridReads grids;

    GridShortRoute(TaggedReads tagged, GridReads grids) {
        this.tagged = tagged;
        this.grids = grids;
    }

    /** Which page, and what it has to show at least. */
    record Question(GridOf grid, @Nullable Long minPosition) {}

    @Override
    public String template() {
        return "/v1/journals/{journalId}/grid";
    }

    @Override
    public Scope scope() {
        return Scope.read;
    }

    @Override
    public @Nullable Question asked(HttpServerRequest request) {
        if (!request.uri().startsWith(BEFORE) || !"GET".equals(request.method().name())) return null;
        var address = ADDRESS.matcher(request.uri());
        if (!address.matches()) return null;
        var parameters = parameters(address.group(2));
        return parameters == null ? null : question(UUID.fromString(address.group(1)), parameters);
    }

    private static @Nullable Map<String, String> parameters(@Nullable String query) {
        var parameters = new HashMap<String, String>();
        if (query == null) return parameters;
        for (var parameter : query.split("&")) {
            var end = parameter.indexOf('=');
            var name = parameter.substring(0, end);
            if (!PARAMETERS.contains(name) || parameters.put(name, parameter.substring(end + 1)) != null) return null;
        }
        return parameters;
    }

    private static @Nullable Question question(UUID journal, Map<String, String> parameters) {
        try {
            var minPosition = parameters.get("minPosition");
            return new Question(
                    new GridOf(
                            journal,
                            EVERY_ENTRY,
                            Shown.read(parameters.get("show")),
                            GridSort.of(parameters.getOrDefault("sort", GridSort.USUAL)),
                            Integer.parseInt(parameters.getOrDefault("limit", Page.USUAL)),
                            parameters.get("cursor")),
                    minPosition == null ? null : Long.valueOf(minPosition));
        } catch (Refused | NumberFormatException notPlain) {
            return null;
        }
    }

    @Override
    public Mono<Reply> answer(PlainRequest request, Question question, byte[] body) {
        var held = request.header(HttpHeaders.IF_NONE_MATCH);
        var grid = question.grid;
        var asked = new Asked(
                request.caller(),
                grid.journalId(),
                grid,
                When.NOW,
                question.minPosition,
                held.isEmpty() ? null : String.join(",", held));
        return tagged.read(asked, reading -> grids.answer(grid, reading)).map(GridShortRoute::reply);
    }

    private static Reply reply(ResponseEntity<byte[]> answer) {
        var headers = new HashMap<>(answer.getHeaders().toSingleValueMap());
        var page = answer.getBody();
        if (page != null) headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
        return new Reply(answer.getStatusCode().value(), headers, page == null ? NOTHING : page);
    }
}
