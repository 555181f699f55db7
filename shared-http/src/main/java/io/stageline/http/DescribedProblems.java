package io.stageline.http;

import static java.util.Objects.requireNonNull;

import io.stageline.refusal.Code;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Tells the OpenAPI document how every route refuses: a problem, and the codes that it may carry. */
@Component
class DescribedProblems implements OpenApiCustomizer {
    private static final String REFERENCE = "#/components/responses/";

    @Override
    public void customise(OpenAPI document) {
        var components = document.getComponents();
        ModelConverters.getInstance(true)
                .readAllAsResolvedSchema(new AnnotatedType(Problem.class))
                .referencedSchemas
                .forEach(components::addSchemas);
        complete(requireNonNull(components.getSchemas().get("Problem")));
        components.addResponses(
                "Refused",
                response("Refused, nothing was changed; a 429 says when to try again.", status -> status < 500));
        components.addResponses(
                "Unavailable", response("Not possible now; a 503 says when to try again.", status -> status >= 500));
        document.getPaths().values().forEach(path -> path.readOperations()
                .forEach(operation -> mayFail(operation.getResponses())));
    }

    private static void mayFail(ApiResponses responses) {
        responses.addApiResponse("4XX", new ApiResponse().$ref(REFERENCE + "Refused"));
        responses.addApiResponse("5XX", new ApiResponse().$ref(REFERENCE + "Unavailable"));
    }

    /** What a refusal adds for machines stands beside the members of RFC 9457, not below them. */
    private static void complete(Schema<?> problem) {
        problem.getProperties().remove("extra");
        problem.getRequired().remove("extra");
        problem.setAdditionalProperties(true);
        Schema<Object> code = schema("string");
        Arrays.stream(Code.values()).map(Code::wire).forEach(code::addEnumItemObject);
        problem.getProperties().put("code", code);
    }

    private static ApiResponse response(String description, IntPredicate statuses) {
        var codes = Arrays.stream(Code.values())
                .filter(code -> statuses.test(code.status()))
                .collect(Collectors.groupingBy(
                        Code::status, TreeMap::new, Collectors.mapping(Code::wire, Collectors.joining(", "))));
        var text = codes.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
        return new ApiResponse()
                .description(description + " " + text)
                .addHeaderObject(
                        "Retry-After", new Header().description("Seconds").schema(schema("integer")))
                .content(new Content()
                        .addMediaType(
                                "application/problem+json", new MediaType().schema(new Schema<>().$ref("Problem"))));
    }

    private static Schema<Object> schema(String type) {
        return new Schema<Object>().types(Set.of(type));
    }
}
