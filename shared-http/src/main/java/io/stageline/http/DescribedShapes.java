package io.stageline.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Tells the OpenAPI document what the records say themselves: which components may be null, that decimals are text, and where any JSON may stand. */
@Component
class DescribedShapes implements ModelConverter {
    private static final String DECIMAL = "^-?[0-9]{1,16}(\\.[0-9]{1,10})?$";
    private static final String REFERENCE = "#/components/schemas/";

    @Override
    @SuppressWarnings("rawtypes")
    public @Nullable Schema resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> others) {
        if (!others.hasNext()) return null;
        var raw = Json31.mapper().constructType(type.getType()).getRawClass();
        if (raw == JsonNode.class) return new Schema<>().description("Any JSON.");
        Schema<?> schema = others.next().resolve(type, context, others);
        if (schema == null || !raw.isRecord()) return schema;
        var model = model(schema, context);
        if (model != null && model.getProperties() != null)
            for (var component : raw.getRecordComponents()) describe(model, component, leavesOutNull(raw));
        return schema;
    }

    private static @Nullable Schema<?> model(Schema<?> schema, ModelConverterContext context) {
        return schema.get$ref() == null
                ? schema
                : context.getDefinedModels().get(schema.get$ref().substring(REFERENCE.length()));
    }

    private static boolean leavesOutNull(Class<?> record) {
        var include = record.getAnnotation(JsonInclude.class);
        return include != null && include.value() == JsonInclude.Include.NON_NULL;
    }

    private static void describe(Schema<?> model, RecordComponent component, boolean neverNull) {
        var name = component.getName();
        Schema<?> property = model.getProperties().get(name);
        if (property == null) return;
        if (component.getType() == BigDecimal.class)
            property.types(new LinkedHashSet<>(Set.of("string"))).pattern(DECIMAL);
        var nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (!nullable && !(model.getRequired() != null && model.getRequired().contains(name)))
            model.addRequiredItem(name);
        if (nullable && !neverNull) model.getProperties().put(name, orNull(property));
    }

    private static Schema<?> orNull(Schema<?> property) {
        var nothing = new Schema<>().types(Set.of("null"));
        if (property.get$ref() != null) return new Schema<>().anyOf(List.of(property, nothing));
        if (property.getTypes() == null) return property;
        property.addType("null");
        if (property.getEnum() != null) property.addEnumItemObject(null);
        return property;
    }
}
