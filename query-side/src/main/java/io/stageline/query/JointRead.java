package io.stageline.query;

import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One read that several wait for: given up when the last of them leaves, and from then on nobody joins it any more. */
final class JointRead<T> {
    private final Sinks.One<T> answer = Sinks.one();
    private final Disposable.Swap reading = Disposables.swap();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Runnable end;
    private int waiting = 1;
    private boolean over;

    private JointRead(Runnable end) {
        this.end = end;
    }

    /** Waits for the read of this key that is under way, or begins it. */
    static <K, T> Mono<T> of(ConcurrentMap<K, JointRead<T>> underWay, K key, Mono<T> read) {
        return Mono.defer(() -> underWay.compute(
                        key,
                        (same, other) -> other != null && other.isJoined()
                                ? other
                                : new JointRead<>(() -> underWay.computeIfPresent(key, JointRead::unlessOver)))
                .answer(read));
    }

    private static <K, T> @Nullable JointRead<T> unlessOver(K key, JointRead<T> read) {
        return read.isOver() ? null : read;
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized boolean isJoined() {
        if (!over) waiting++;
        return !over;
    }

    private Mono<T> answer(Mono<T> read) {
        if (begun.compareAndSet(false, true))
            reading.update(read.doOnTerminate(this::end)
                    .subscribe(answer::tryEmitValue, answer::tryEmitError, answer::tryEmitEmpty));
        return answer.asMono().doOnCancel(this::leave);
    }

    private void end() {
        synchronized (this) {
            over = true;
        }
        end.run();
    }

    private void leave() {
        synchronized (this) {
            if (--waiting > 0) return;
        }
        end();
        reading.dispose();
    }
}
