package io.stageline.eventlog;

import static java.util.Objects.requireNonNull;

import io.stageline.contact.events.ContactEvent;
import io.stageline.events.Sealed;
import io.stageline.events.Stored;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.JournalEvent;
import io.stageline.webhook.events.WebhookEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The stored names of all event types, and the way between an event and its stored JSON. */
public final class EventTypes {
    private static final JsonFactory EACH_THREAD_ITS_BUFFERS = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();
    private static final JsonMapper JSON = JsonMapper.builder(EACH_THREAD_ITS_BUFFERS)
            .addModule(new SimpleModule()
                    .addDeserializer(Instant.class, new TimeFromText())
                    .addSerializer(Sealed.class, new SealedAsText())
                    .addDeserializer(Sealed.class, new SealedFromText()))
            .changeDefaultPropertyInclusion(inclusion ->
                    inclusion.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    private final Map<Class<?>, String> names;
    private final Map<String, ObjectReader> readers;
    private final ObjectWriter writer = JSON.writer();

    public EventTypes() {
        names = Stream.of(JournalEvent.class, ContactEvent.class, EntryEvent.class, WebhookEvent.class)
                .flatMap(stream -> Arrays.stream(stream.getPermittedSubclasses()))
                .collect(Collectors.toUnmodifiableMap(Function.identity(), EventTypes::storedName));
        readers = names.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, type -> JSON.readerFor(type.getKey())));
    }

    private static String storedName(Class<?> type) {
        return requireNonNull(type.getAnnotation(Stored.class), type::getName).value();
    }

    /** The event classes with their stored names and revisions. */
    public Map<Class<?>, String> names() {
        return names;
    }

    /** The stored name of the event's type, such as {@code entry.added/1}. */
    public String typeOf(Object event) {
        return requireNonNull(names.get(event.getClass()), () -> "not an event: " + event.getClass());
    }

    /** The event as stored JSON. */
    public String write(Object event) {
        return writer.writeValueAsString(event);
    }

    /** The event of a stored type and payload. */
    public Object read(String type, String payload) {
        var reader = readers.get(type);
        if (reader == null) throw new UnknownEventType(type);
        return reader.readValue(payload);
    }

    /** The event of a stored type and payload, as UTF-8 that is part of something larger. */
    public Object read(String type, byte[] bytes, int from, int length) {
        var reader = readers.get(type);
        if (reader == null) throw new UnknownEventType(type);
        return reader.readValue(bytes, from, length);
    }

    private static final class SealedAsText extends ValueSerializer<Sealed> {
        @Override
        public void serialize(Sealed sealed, JsonGenerator json, SerializationContext context) {
            json.writeString(sealed.box());
        }
    }

    private static final class SealedFromText extends ValueDeserializer<Sealed> {
        @Override
        public Sealed deserialize(JsonParser json, DeserializationContext context) {
            return new Sealed(json.getString());
        }
    }
}
