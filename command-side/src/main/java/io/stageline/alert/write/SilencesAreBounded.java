package io.stageline.alert.write;

import io.stageline.write.Values;

/** A rule that is silenced again and again should say something else. */
record SilencesAreBounded(int sofar) {
    static final int MOST = 10_000;

    void verify() {
        if (sofar >= MOST) throw Values.invalid("", "the alert rule was silenced 10,000 times; save another one");
    }
}
