package io.stageline.standalone;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;

/** Keeps Spring from reporting why a server refuses to start: whoever starts it says so, in one line. */
public final class KnownReasons implements SpringBootExceptionReporter {

    /** Made by Spring, for the application that is being started. */
    public KnownReasons(ConfigurableApplicationContext application) {}

    @Override
    public boolean reportException(Throwable failure) {
        return Refusal.in(failure) != null;
    }
}
