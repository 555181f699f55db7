package io.stageline.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command writes: results to the output, progress and complaints beside it. */
public record Console(PrintWriter out, PrintWriter err, boolean terminal) {

    /** Where a command of the command line writes. The launcher knows whether somebody is watching; without it nobody is. */
    public static Console of(CommandSpec spec) {
        var line = spec.commandLine();
        return new Console(line.getOut(), line.getErr(), Boolean.getBoolean("stageline.terminal"));
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
