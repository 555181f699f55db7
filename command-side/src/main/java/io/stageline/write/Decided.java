package io.stageline.write;

/** What an aggregate decided: the answer for who asked, and whether anything was created or changed. */
public record Decided(Answer answer, Result result) {
    public enum Result {
        CREATED,
        CHANGED,
        UNCHANGED
    }

    /** An answer that learns the log's position once the events are committed. */
    public interface Answer {
        Answer at(long position);

        long position();

        long version();
    }

    public static Decided created(Answer answer) {
        return new Decided(answer, Result.CREATED);
    }

    public static Decided changed(Answer answer) {
        return new Decided(answer, Result.CHANGED);
    }

    public static Decided unchanged(Answer answer) {
        return new Decided(answer, Result.UNCHANGED);
    }

    public Decided at(long position) {
        return new Decided(answer.at(position), result);
    }

    /** The HTTP status of the answer. */
    public int status() {
        return result == Result.CREATED ? 201 : 200;
    }
}
