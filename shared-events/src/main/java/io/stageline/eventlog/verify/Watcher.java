package io.stageline.eventlog.verify;

/** Who wants to know how far a verification has come. */
public interface Watcher {
    Watcher NOBODY = new Watcher() {
        @Override
        public void expect(long events) {}

        @Override
        public void seen(long events) {}
    };

    /** So many events are to be read. */
    void expect(long events);

    /** So many were read by now. */
    void seen(long events);
}
