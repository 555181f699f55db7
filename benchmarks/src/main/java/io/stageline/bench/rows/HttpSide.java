package io.stageline.bench.rows;

import io.stageline.bench.frame.Measured;
import io.stageline.bench.frame.Side;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** A side that is little more than a name and a load. */
record HttpSide(String name, Supplier<Set<Long>> running, Function<Duration, Measured> load, Runnable settling)
        implements Side {

    @Override
    public Set<Long> processes() {
        return running.get();
    }

    @Override
    public Measured run(Duration time) {
        return load.apply(time);
    }

    @Override
    public void settle() {
        settling.run();
    }
}
