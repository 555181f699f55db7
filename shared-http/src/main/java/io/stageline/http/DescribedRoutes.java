package io.stageline.http;

import static java.util.Objects.requireNonNull;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Tells the OpenAPI document what the parameters of many routes mean, and puts its parts into one lasting order. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class DescribedRoutes implements OpenApiCustomizer {
    private static final String MIN_POSITION = "minPosition";
    private static final String AT_POSITION = "atPosition";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final Map<String, String> MEANINGS = Map.of(
            "limit",
            "How many at most.",
            "cursor",
            "What the page before named as next.",
            MIN_POSITION,
            "Answer only when this position can be seen; waits up to 2 seconds for it.",
            "asOf",
            "Answer as it was known at this time, which is not in the future; not together with atPosition.",
            AT_POSITION,
            "Answer as it was known at this position of the log; not together with asOf.",
            "from",
            "The moment before the first change: a position of the log or a time.",
            "to",
            "The moment of the last change: a position of the log or a time; without it, now.",
            IF_NONE_MATCH,
            "The tags of answers that are held: 304 if one of them is still true.");

    @Override
    public void customise(OpenAPI document) {
        document.getPaths().values().forEach(path -> path.readOperations().forEach(DescribedRoutes::describe));
        var paths = new Paths();
        new TreeMap<>(document.getPaths()).forEach(paths::addPathItem);
        document.setPaths(paths);
        var components = document.getComponents();
        components.setSchemas(new TreeMap<>(components.getSchemas()));
    }

    private static void describe(Operation operation) {
        if (operation.getParameters() == null) return;
        operation.getParameters().forEach(DescribedRoutes::describe);
        var answered = operation.getResponses().get("200");
        if (has(MIN_POSITION, operation)) requireNonNull(answered).addHeaderObject("Stageline-Position", position());
        if (has(AT_POSITION, operation)) requireNonNull(answered).addHeaderObject("Stageline-As-Of", asOf());
        if (has(IF_NONE_MATCH, operation)) requireNonNull(answered).addHeaderObject("ETag", tag());
    }

    private static boolean has(String parameter, Operation operation) {
        return operation.getParameters().stream().anyMatch(one -> parameter.equals(one.getName()));
    }

    private static void describe(Parameter parameter) {
        if (parameter.getDescription() == null) parameter.setDescription(MEANINGS.get(parameter.getName()));
        if ("limit".equals(parameter.getName()))
            parameter.getSchema().minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(500));
    }

    /** The header by which an answer names the position of the log that it shows. */
    private static Header position() {
        return new Header()
                .description("The position up to which the answer shows the log.")
                .schema(new Schema<>().types(Set.of("integer")).format("int64"));
    }

    private static Header asOf() {
        return new Header()
                .description("Of an answer about the past: the time from which it is told.")
                .schema(new Schema<>().types(Set.of("string")).format("date-time"));
    }

    private static Header tag() {
        return new Header()
                .description("To be sent as If-None-Match when the same is asked again.")
                .schema(new Schema<>().types(Set.of("string")));
    }
}
