package io.stageline.journal.query;

import io.stageline.journal.events.PathText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** JSON in UTF-8 that grows while it is written, value by value, without an object for any of them. */
final class JsonBytes {
    private static final byte[] ESCAPE = ascii("\\u00");
    private static final byte[] HEX = ascii("0123456789ABCDEF");
    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);
    private static final long SECONDS_A_DAY = TimeUnit.DAYS.toSeconds(1);

    private byte[] bytes;
    private int length;

    JsonBytes(int expected) {
        bytes = new byte[expected];
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Text that is JSON already. */
    JsonBytes raw(byte[] json) {
        room(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    /** Part of a text that is JSON already. */
    JsonBytes raw(String json, int from, int to) {
        room(3 * (to - from));
        for (var i = from; i < to; i++) {
            var character = json.charAt(i);
            if (character < 0x80) bytes[length++] = (byte) character;
            else i += encode(json, i);
        }
        return this;
    }

    /** Part of a text as a JSON string. */
    JsonBytes quoted(String text, int from, int to) {
        raw('"');
        for (var i = from; i < to; i++) {
            var character = text.charAt(i);
            if (character == '"' || character == '\\') raw('\\').raw(character);
            else if (character < ' ')
                raw(ESCAPE).raw((char) HEX[character >> 4]).raw((char) HEX[character & 15]);
            else if (character < 0x80) raw(character);
            else {
                room(4);
                i += encode(text, i);
            }
        }
        return raw('"');
    }

    JsonBytes raw(char character) {
        room(1);
        bytes[length++] = (byte) character;
        return this;
    }

    JsonBytes number(long number) {
        if (number < 0) return raw(ascii(Long.toString(number)));
        return digits(
                number,
                number < 10 ? 1 : number < 100 ? 2 : Long.toString(number).length());
    }

    /** A time, so many microseconds after 1970, as a JSON string. */
    JsonBytes time(long micros) {
        var seconds = Math.floorDiv(micros, MICROS);
        var fraction = Math.floorMod(micros, MICROS);
        var ofDay = Math.floorMod(seconds, SECONDS_A_DAY);
        raw('"');
        if (!date(Math.floorDiv(seconds, SECONDS_A_DAY)))
            return raw(ascii(PathText.instantOf(micros).toString())).raw('"');
        raw('T').digits(ofDay / 3600, 2)
                .raw(':')
                .digits(ofDay / 60 % 60, 2)
                .raw(':')
                .digits(ofDay % 60, 2);
        if (fraction % 1000 != 0) raw('.').digits(fraction, 6);
        else if (fraction != 0) raw('.').digits(fraction / 1000, 3);
        return raw('Z').raw('"');
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** The date so many days after 1970 by the rules of the Gregorian calendar, counted from a first of March. */
    private boolean date(long day) {
        var days = day + 719_468;
        if (days < 0 || days >= 3_652_365) return false;
        var era = days / 146_097;
        var ofEra = days % 146_097;
        var yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        var ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var month = (5 * ofYear + 2) / 153;
        var year = yearOfEra + era * 400 + (month < 10 ? 0 : 1);
        digits(year, 4).raw('-').digits(month < 10 ? month + 3 : month - 9, 2);
        raw('-').digits(ofYear - (153 * month + 2) / 5 + 1, 2);
        return true;
    }

    private JsonBytes digits(long number, int digits) {
        room(digits);
        var rest = number;
        for (var i = length + digits - 1; i >= length; i--, rest /= 10) bytes[i] = (byte) ('0' + rest % 10);
        length += digits;
        return this;
    }

    /** Writes a character beyond ASCII; how many more chars than one it stood for. */
    private int encode(String text, int at) {
        var point = text.codePointAt(at);
        if (point < 0x800) bytes[length++] = (byte) (0xC0 | point >> 6);
        else {
            if (point < 0x10000) bytes[length++] = (byte) (0xE0 | point >> 12);
            else {
                bytes[length++] = (byte) (0xF0 | point >> 18);
                bytes[length++] = (byte) (0x80 | point >> 12 & 0x3F);
            }
            bytes[length++] = (byte) (0x80 | point >> 6 & 0x3F);
        }
        bytes[length++] = (byte) (0x80 | point & 0x3F);
        return Character.charCount(point) - 1;
    }

    private void room(int more) {
        if (length + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
}
