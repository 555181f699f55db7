package io.stageline.query;

import java.io.IOException;
import org.springframework.boot.SpringApplication;

/** The query API in a process of its own: says its port, and ends when nobody talks to it any more. */
public final class ExportMain {
    /** What the line with the port begins with. */
    public static final String PORT = "PORT ";

    private ExportMain() {}

    public static void main(String[] arguments) throws IOException {
        try (var context = new SpringApplication(ReadServer.App.class).run(arguments)) {
            System.out.println(PORT + context.getEnvironment().getProperty("local.server.port"));
            while (System.in.read() >= 0) continue;
        }
    }
}
