package io.stageline.cli.batch;

/** Who wants to know of a line that the server refused. */
@FunctionalInterface
public interface Refusals {
    void refused(long source, String code, String detail);
}
