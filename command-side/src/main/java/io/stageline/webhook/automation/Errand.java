package io.stageline.webhook.automation;

/** What was asked about messages of an endpoint, as far as it is still to be done. */
record Errand(EndpointKey endpoint, long position, Kind kind, long from, long to) {

    /** To send those of a range again, or only those of them that failed, or to remove all. */
    enum Kind {
        again,
        again_failed,
        remove
    }

    Errand from(long sequence) {
        return new Errand(endpoint, position, kind, sequence, to);
    }
}
