package io.stageline.cli.importing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Reads ISO 8601 times with an offset, several times faster than a formatter: {@code 2011-10-11 13:45:40.276000+02:00}. */
final class Times {
    private final String text;
    private int at;

    private Times(String text) {
        this.text = text;
    }

    static Instant parse(String text) throws BadRow {
        try {
            return new Times(text.strip()).read();
        } catch (DateTimeException | IndexOutOfBoundsException malformed) {
            throw new BadRow("time-malformed", "'" + shortened(text) + "' is not an ISO 8601 time");
        }
    }

    private Instant read() throws BadRow {
        int year = number(4);
        int month = after('-');
        int day = after('-');
        if (text.charAt(at) != 'T' && text.charAt(at) != ' ') throw new DateTimeException("no time");
        at++;
        int hour = number(2);
        int minute = after(':');
        int second = at < text.length() && text.charAt(at) == ':' ? after(':') : 0;
        LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, second, fraction());
        return local.toInstant(offset());
    }

    private int after(char mark) {
        if (text.charAt(at) != mark) throw new DateTimeException("no " + mark);
        at++;
        return number(2);
    }

    private int number(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) value = value * 10 + digit(text.charAt(at++));
        return value;
    }

    private static int digit(char character) {
        if (character < '0' || character > '9') throw new DateTimeException("no digit");
        return character - '0';
    }

    private int fraction() {
        if (at >= text.length() || text.charAt(at) != '.') return 0;
        int nanos = 0;
        int digits = 0;
        for (at++; at < text.length() && Character.isDigit(text.charAt(at)); at++, digits++)
            if (digits < 9) nanos = nanos * 10 + digit(text.charAt(at));
        for (; digits < 9; digits++) nanos *= 10;
        return nanos;
    }

    private ZoneOffset offset() throws BadRow {
        if (at >= text.length())
            throw new BadRow("time-without-zone", "'" + shortened(text) + "' has no offset such as +02:00 or Z");
        char sign = text.charAt(at++);
        if (sign == 'Z' && at == text.length()) return ZoneOffset.UTC;
        if (sign != '+' && sign != '-') throw new DateTimeException("no offset");
        int hours = number(2);
        if (at < text.length() && text.charAt(at) == ':') at++;
        int minutes = at < text.length() ? number(2) : 0;
        if (at != text.length()) throw new DateTimeException("too long");
        return sign == '+' ? ZoneOffset.ofHoursMinutes(hours, minutes) : ZoneOffset.ofHoursMinutes(-hours, -minutes);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
