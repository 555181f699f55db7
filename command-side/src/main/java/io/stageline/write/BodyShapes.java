package io.stageline.write;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;

/** Tells the OpenAPI document the shapes that {@link BodyOf} names. */
@Configuration(proxyBeanMethods = false)
class BodyShapes {
    private final Set<Class<?>> shapes = new LinkedHashSet<>();

    @Bean
    OperationCustomizer bodiesByReference() {
        return this::describe;
    }

    @Bean
    OpenApiCustomizer bodySchemas() {
        return document -> shapes.forEach(shape -> ModelConverters.getInstance(true)
                .readAllAsResolvedSchema(new AnnotatedType(shape))
                .referencedSchemas
                .forEach(document.getComponents()::addSchemas));
    }

    private Operation describe(Operation operation, HandlerMethod handler) {
        Arrays.stream(handler.getMethodParameters())
                .map(parameter -> parameter.getParameterAnnotation(BodyOf.class))
                .filter(shape -> shape != null && operation.getRequestBody() != null)
                .forEach(shape -> refer(operation, shape.value()));
        return operation;
    }

    private void refer(Operation operation, Class<?> shape) {
        shapes.add(shape);
        operation
                .getRequestBody()
                .getContent()
                .values()
                .forEach(content -> content.setSchema(new Schema<>().$ref(shape.getSimpleName())));
    }
}
