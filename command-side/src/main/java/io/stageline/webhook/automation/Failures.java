package io.stageline.webhook.automation;

import io.netty.channel.ConnectTimeoutException;
import io.stageline.webhook.automation.Answer.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** The kinds of error that an attempt may end with; of the exception nothing else is kept, because it may quote the URL. */
final class Failures {
    private Failures() {}

    static Failure of(Throwable failed) {
        for (var cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnsafeReceiver) return Failure.BLOCKED;
            if (cause instanceof UnknownHostException) return Failure.DNS;
            if (cause instanceof SSLException) return Failure.TLS;
            if (cause instanceof TimeoutException || cause instanceof ConnectTimeoutException) return Failure.TIMEOUT;
            if (cause instanceof ConnectException) return Failure.CONNECT;
            if (cause instanceof SocketException || cause instanceof IOException) return Failure.RESET;
        }
        return Failure.PROTOCOL;
    }
}
