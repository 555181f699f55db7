package io.stageline.write;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Set;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Tells the OpenAPI document the headers of every command that goes through {@link CommandPort}. */
@Component
class WrittenAnswers implements OperationCustomizer {
    private static final String SEEN =
            "Versions in quotes, or *. If none of them is the current one, nothing is changed;"
                    + " but an entry is, if nobody touched since what is to change.";

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        var answer = ResolvableType.forMethodReturnType(handler.getMethod()).getGeneric(0, 0);
        if (!Decided.Answer.class.isAssignableFrom(answer.toClass())) return operation;
        operation.addParametersItem(sent(
                IdempotencyKey.HEADER, "The same key with the same request gets the same answer again, for 7 days."));
        operation.addParametersItem(
                sent(HttpHeaders.IF_MATCH, SEEN).required(handler.hasMethodAnnotation(NeedsIfMatch.class)));
        operation.getResponses().values().forEach(WrittenAnswers::describe);
        return operation;
    }

    private static Parameter sent(String name, String description) {
        return new HeaderParameter()
                .name(name)
                .description(description)
                .required(false)
                .schema(schema("string"));
    }

    private static void describe(ApiResponse response) {
        response.addHeaderObject(CommandPort.POSITION, header("The position of what was written.", "integer"));
        response.addHeaderObject(HttpHeaders.ETAG, header("The version, in quotes.", "string"));
        response.addHeaderObject(CommandPort.REPLAYED, header("true for a remembered answer.", "string"));
    }

    private static Header header(String description, String type) {
        return new Header().description(description).schema(schema(type));
    }

    private static Schema<?> schema(String type) {
        return new Schema<>().types(Set.of(type));
    }
}
