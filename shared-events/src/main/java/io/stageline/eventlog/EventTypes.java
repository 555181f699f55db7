package io.stageline.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.stageline.alert.events.AlertEvent;
import io.stageline.alert.events.ClockEvent;
import io.stageline.alert.events.Condition;
import io.stageline.alert.events.RuleEvent;
import io.stageline.contact.events.ContactEvent;
import io.stageline.eventlog.Unreadable.Reason;
import io.stageline.events.Sealed;
import io.stageline.events.Stored;
import io.stageline.journal.events.EntryEvent;
import io.stageline.journal.events.JournalEvent;
import io.stageline.signal.events.SignalEvent;
import io.stageline.webhook.events.WebhookEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/** The stored names of all event types, and the way between an event and its stored JSON. */
public final class EventTypes {
    private static final JsonFactory EACH_THREAD_ITS_BUFFERS = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();
    private static final NamedType[] KINDS = Stream.of(Condition.OverSignals.class, Condition.OverEntries.class)
            .flatMap(kinds -> Arrays.stream(kinds.getPermittedSubclasses()))
            .map(kind -> new NamedType(kind, storedName(kind)))
            .toArray(NamedType[]::new);

    // A new property is a new revision: who does not know it must not pass it over.
    private static final JsonMapper JSON = JsonMapper.builder(EACH_THREAD_ITS_BUFFERS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addDeserializer(Instant.class, new TimeFromText())
                    .addSerializer(Sealed.class, new SealedAsText())
                    .addDeserializer(Sealed.class, new SealedFromText()))
            .addMixIn(Condition.class, ByKind.class)
            .registerSubtypes(KINDS)
            .changeDefaultPropertyInclusion(inclusion ->
                    inclusion.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    // An amount stays the number that it is.
    private static final ObjectReader TREES =
            JSON.readerFor(ObjectNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    // One for each type that was released and has no record any more.
    private static final List<Upcast> RELEASED = List.of();

    private final Map<Class<?>, String> names;
    private final Map<String, ObjectReader> readers;
    private final Map<String, Upcast> upcasts;
    private final ObjectWriter writer = JSON.writer();

    public EventTypes() {
        this(RELEASED);
    }

    /** With these ways to read what was stored as an older type; each must lead to a type that there is. */
    public EventTypes(List<Upcast> older) {
        names = Stream.of(
                        JournalEvent.class,
                        ContactEvent.class,
                        EntryEvent.class,
                        SignalEvent.class,
                        RuleEvent.class,
                        AlertEvent.class,
                        ClockEvent.class,
                        WebhookEvent.class)
                .flatMap(stream -> Arrays.stream(stream.getPermittedSubclasses()))
                .collect(Collectors.toUnmodifiableMap(Function.identity(), EventTypes::storedName));
        readers = names.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, type -> JSON.readerFor(type.getKey())));
        upcasts = older.stream().collect(Collectors.toUnmodifiableMap(Upcast::from, Function.identity()));
        for (var upcast : older) mustLeadToARecord(upcast);
    }

    private void mustLeadToARecord(Upcast upcast) {
        if (readers.containsKey(upcast.from()))
            throw new IllegalArgumentException(upcast.from() + " has a record and needs no upcast");
        @Nullable Upcast step = upcast;
        for (var steps = 0; step != null && steps < upcasts.size(); steps++) {
            if (readers.containsKey(step.to())) return;
            step = upcasts.get(step.to());
        }
        throw new IllegalArgumentException("the upcast of " + upcast.from() + " leads to no type that there is");
    }

    private static String storedName(Class<?> type) {
        return requireNonNull(type.getAnnotation(Stored.class), type::getName).value();
    }

    /** The event classes with their stored names and revisions. */
    public Map<Class<?>, String> names() {
        return names;
    }

    /** The stored names of all events of these kinds. */
    public Set<String> namesOf(Set<Class<?>> kinds) {
        return names.entrySet().stream()
                .filter(type -> kinds.stream().anyMatch(kind -> kind.isAssignableFrom(type.getKey())))
                .map(Map.Entry::getValue)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The stored name of the event's type, such as {@code entry.added/1}. */
    public String typeOf(Object event) {
        return requireNonNull(names.get(event.getClass()), () -> "not an event: " + event.getClass());
    }

    /** The event as stored JSON. */
    public String write(Object event) {
        return writer.writeValueAsString(event);
    }

    /** Whether events of the stored type can be read here, by themselves or as a newer type. */
    public boolean knows(String type) {
        return readers.containsKey(type) || upcasts.containsKey(type);
    }

    /** The type as which events of a stored type are read: a newer one if it has no record any more. */
    public String newest(String type) {
        var newest = type;
        for (var step = upcasts.get(type); step != null; step = upcasts.get(newest)) newest = step.to();
        return newest;
    }

    /** The event of a stored type and payload. */
    public Object read(String type, String payload) {
        var bytes = payload.getBytes(UTF_8);
        return read(type, bytes, 0, bytes.length);
    }

    /** The event of a stored type and payload, as UTF-8 that is part of something larger. */
    public Object read(String type, byte[] bytes, int from, int length) {
        var reader = readers.get(type);
        return reader == null ? readOlder(type, bytes, from, length) : reader.readValue(bytes, from, length);
    }

    private Object readOlder(String type, byte[] bytes, int from, int length) {
        if (!upcasts.containsKey(type)) throw new UnknownEventType(type);
        ObjectNode json = TREES.readValue(bytes, from, length);
        for (var step = upcasts.get(type); step != null; step = upcasts.get(step.to()))
            json = step.change().apply(json);
        return requireNonNull(readers.get(newest(type)), type).readValue(json);
    }

    /** The same for those who go on whatever one event is like: the event, or {@link Unreadable} in its place. */
    public Object readOrTell(String type, byte[] bytes, int from, int length) {
        if (!knows(type)) return new Unreadable(type, Reason.UNKNOWN_TYPE);
        try {
            @Nullable Object event = read(type, bytes, from, length); // none for the JSON null
            return event == null ? new Unreadable(type, Reason.UNREADABLE) : event;
        } catch (RuntimeException malformed) { // its message is not passed on: it may quote what is personal
            return new Unreadable(type, Reason.UNREADABLE);
        }
    }

    /** A condition is told by its kind from others. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface ByKind {}

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
