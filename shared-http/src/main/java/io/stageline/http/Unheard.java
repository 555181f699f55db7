package io.stageline.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Hooks;

/** Failures of what nobody waits for any more, because its caller has hung up: one line each, not a page of frames. */
@Component
class Unheard {
    private static final Logger log = LoggerFactory.getLogger(Unheard.class);

    Unheard() {
        Hooks.onErrorDropped(error -> log.warn("failed when nobody waited any more: {}", Unavailable.reason(error)));
    }
}
