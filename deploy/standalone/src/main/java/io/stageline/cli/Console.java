package io.stageline.cli;

import java.io.PrintWriter;

/** Where a command writes: results to the output, progress and complaints beside it. */
public record Console(PrintWriter out, PrintWriter err, boolean terminal) {

    /** The launcher knows whether somebody is watching; without it nobody is. */
    static Console of(PrintWriter out, PrintWriter err) {
        return new Console(out, err, Boolean.getBoolean("stageline.terminal"));
    }

    public void say(String text, Object... values) {
        out.println(values.length == 0 ? text : text.formatted(values));
        out.flush();
    }

    public void note(String text, Object... values) {
        err.println(values.length == 0 ? text : text.formatted(values));
        err.flush();
    }
}
