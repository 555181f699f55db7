package io.stageline.webhook.write;

import io.stageline.refusal.Code;
import io.stageline.webhook.automation.Guard;
import io.stageline.webhook.automation.Receiver;
import io.stageline.webhook.automation.UnsafeReceiver;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** An endpoint leads to where messages may be sent: looked up when it is made, as it will be at every attempt. */
@Component
final class SafeUrl {
    private static final String POINTER = "/url";

    private final Guard guard;

    SafeUrl(Guard guard) {
        this.guard = guard;
    }

    /** The wish, unless its URL must not be sent to. */
    Mono<EndpointWish> verify(EndpointWish wish) {
        if (wish.url() == null) return Mono.just(wish);
        var url = wish.url();
        return Mono.fromFuture(() -> guard.addressOf(Receiver.of(url)))
                .thenReturn(wish)
                .onErrorMap(CompletionException.class, failed -> failed.getCause() == null ? failed : failed.getCause())
                .onErrorMap(UnsafeReceiver.class, unsafe -> refused(String.valueOf(unsafe.getMessage())))
                .onErrorMap(UnknownHostException.class, unknown -> refused(Guard.UNREACHABLE));
    }

    private static RuntimeException refused(String because) {
        return Code.UNSAFE_URL.because(because).at(POINTER).asException();
    }
}
