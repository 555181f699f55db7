package io.stageline.signal.write;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of a pointer into a signal that names a member which every signal may have: all other names are the sender's. */
final class KnownPart {
    private static final Set<String> PLAIN = Arrays.stream(SignalItem.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());

    private KnownPart() {}

    static @Nullable String of(@Nullable String pointer) {
        if (pointer == null || pointer.isEmpty()) return pointer;
        var end = pointer.indexOf('/', 1);
        var name = pointer.substring(1, end < 0 ? pointer.length() : end);
        return PLAIN.contains(name) || CloudEvent.CONTEXT.contains(name) ? "/" + name : "";
    }
}
