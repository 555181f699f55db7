package io.stageline.alert.write;

import java.util.regex.Pattern;

/** A pointer (RFC 6901) into the data of a signal, not to the data as a whole. */
final class DataPointer {
    private static final Pattern SHAPE = Pattern.compile("(/([^/~]|~[01])*+)++");

    private DataPointer() {}

    static boolean isOne(String field) {
        return SHAPE.matcher(field).matches();
    }
}
