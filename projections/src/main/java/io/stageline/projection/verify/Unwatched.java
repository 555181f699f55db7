package io.stageline.projection.verify;

import io.stageline.projection.Progressing;

/** Work that nobody looks at and nobody stops. */
record Unwatched() implements Progressing {
    @Override
    public void phase(String phase, long expected) {}

    @Override
    public void seen(long events) {}

    @Override
    public boolean stop() {
        return false;
    }
}
