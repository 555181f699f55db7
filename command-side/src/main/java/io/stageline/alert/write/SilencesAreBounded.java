package io.stageline.alert.write;

import io.stageline.write.Values;

/** A rule with so many silences under way should say something else. */
record SilencesAreBounded(long underWay) {
    static final int MOST = 10_000;

    void verify() {
        if (underWay >= MOST)
            throw Values.invalid("", "10,000 silences of the alert rule are under way; end some, or save another rule");
    }
}
