package io.stageline.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The JSON that both APIs read: small, unambiguous, of exactly the declared shape and types; nothing is guessed. */
@Configuration(proxyBeanMethods = false)
public class StrictJson {

    @Bean
    JsonFactoryBuilderCustomizer smallDocuments() {
        return factory -> factory.disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .inputDecorator(new OnlyUtf8())
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxStringLength(100_000)
                        .maxNumberLength(40)
                        .maxNameLength(1_000)
                        .build());
    }

    @Bean
    JsonMapperBuilderCustomizer exactShapes() {
        return StrictJson::strict;
    }

    /** Makes any mapper as strict as the one of the APIs. */
    public static void strict(JsonMapper.Builder mapper) {
        mapper.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .addModule(values());
    }

    private static SimpleModule values() {
        return new SimpleModule("strict values")
                .addDeserializer(String.class, new StrictValue<>(String.class, "text", text -> text))
                .addDeserializer(UUID.class, new StrictValue<>(UUID.class, "a UUID", StrictValue::uuid))
                .addDeserializer(
                        Instant.class, new StrictValue<>(Instant.class, StrictValue.TIME, StrictValue::instant))
                .addDeserializer(
                        Duration.class,
                        new StrictValue<>(Duration.class, "a duration such as PT5M or P3D", Duration::parse))
                .addDeserializer(
                        LocalDate.class,
                        new StrictValue<>(LocalDate.class, "a date such as 2026-03-01", LocalDate::parse))
                .addDeserializer(
                        BigDecimal.class,
                        new StrictValue<>(BigDecimal.class, "a decimal number in quotes", StrictValue::decimal));
    }
}
