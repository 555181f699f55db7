package io.stageline.eventlog.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The names of types that were read before, found by their bytes: there are few of them and very many events. */
final class TypeNames {
    private final Map<Integer, Name> names = new HashMap<>();

    private record Name(byte[] bytes, String text) {
        boolean is(byte[] in, int from, int length) {
            return Arrays.equals(bytes, 0, bytes.length, in, from, from + length);
        }
    }

    String of(byte[] bytes, int from, int length) {
        var hash = hash(bytes, from, length);
        var known = names.get(hash);
        if (known != null && known.is(bytes, from, length)) return known.text;
        var text = new String(bytes, from, length, UTF_8);
        names.put(hash, new Name(Arrays.copyOfRange(bytes, from, from + length), text));
        return text;
    }

    private static int hash(byte[] bytes, int from, int length) {
        var hash = length;
        for (var n = from; n < from + length; n++) hash = 31 * hash + bytes[n];
        return hash;
    }
}
