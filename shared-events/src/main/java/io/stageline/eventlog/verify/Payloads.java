package io.stageline.eventlog.verify;

import io.stageline.eventlog.Digest;
import io.stageline.eventlog.EventTypes;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;

/** Whether stored events can be read by this build: of a known type, and with everything that such an event must have. */
final class Payloads {
    private static final Lookup LOOKUP = MethodHandles.publicLookup();

    private final EventTypes types;
    private final Map<String, Member[]> required;

    /** A component of an event that must have a value, and how to ask for it. */
    private record Member(String name, MethodHandle value) {}

    Payloads(EventTypes types) {
        this.types = types;
        required = types.names().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, type -> requiredOf(type.getKey())));
    }

    private static Member[] requiredOf(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(component -> new Member(component.getName(), accessor(component.getAccessor())))
                .toArray(Member[]::new);
    }

    private static MethodHandle accessor(java.lang.reflect.Method accessor) {
        try {
            var handle = LOOKUP.unreflect(accessor);
            return handle.asType(
                    handle.type().changeParameterType(0, Object.class).changeReturnType(Object.class));
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(closed);
        }
    }

    /** What is wrong with the event; null when it is sound. Names members, never values. */
    @Nullable
    Finding check(EventRow row, int log) {
        var type = row.type();
        var members = required.get(types.newest(type));
        if (members == null) return found(row, log, Damage.UNKNOWN_TYPE, "this build knows no type " + named(type));
        try {
            var event = types.read(type, row.bytes(), row.payload(), row.payloadLength());
            for (var member : members)
                if (event == null || member.value.invokeExact(event) == null)
                    return unreadable(row, log, type, "/" + member.name);
            return null;
        } catch (JacksonException malformed) {
            return unreadable(row, log, type, path(malformed));
        } catch (Throwable broken) {
            return unreadable(row, log, type, "");
        }
    }

    /** What is wrong with it as a whole; null when it is what was appended, as far as that can be told. */
    @Nullable
    static Finding changed(EventRow row, int log, Digest digest) {
        var appended = row.digest();
        return digest.fits(
                        appended,
                        row.stream(),
                        row.version(),
                        row.type(),
                        row.bytes(),
                        row.payload(),
                        row.payloadLength())
                ? null
                : found(row, log, Damage.NOT_AS_APPENDED, "its version, type or payload was changed later");
    }

    private static Finding unreadable(EventRow row, int log, String type, String where) {
        var what = "cannot be read as " + type + (where.isEmpty() ? "" : ", at " + where);
        return found(row, log, Damage.UNREADABLE_PAYLOAD, what);
    }

    private static Finding found(EventRow row, int log, Damage damage, String what) {
        return Finding.at(log, row.position(), row.stream(), damage, what);
    }

    /** Types come from outside of this build, and go to a terminal. */
    private static String named(String type) {
        return type.length() <= 100 && type.chars().allMatch(letter -> letter > 0x20 && letter < 0x7F)
                ? type
                : "of that name";
    }

    private static String path(JacksonException malformed) {
        Function<Reference, String> step = reference ->
                reference.getPropertyName() == null ? "" + reference.getIndex() : reference.getPropertyName();
        return malformed.getPath().stream().map(step).map(name -> "/" + name).collect(Collectors.joining());
    }
}
