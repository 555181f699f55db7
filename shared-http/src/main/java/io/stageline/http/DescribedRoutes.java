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
    private static final Map<String, String> MEANINGS = Map.of(
            "limit",
            "How many at most.",
            "cursor",
            "What the page before named as next.",
            MIN_POSITION,
            "Answer only when this position can be seen; waits up to 2 seconds for it.");

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
        if (operation.getParameters().stream().anyMatch(parameter -> MIN_POSITION.equals(parameter.getName())))
            requireNonNull(operation.getResponses().get("200")).addHeaderObject("Stageline-Position", position());
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
}
