package io.stageline.alert.write;

import io.stageline.alert.events.Condition;
import io.stageline.alert.events.Condition.Share;
import io.stageline.write.Values;

/** Nobody needs to be told what is always so: a count of at least 0, a share of at most 1 (B34). */
record ConditionCanFail(Condition condition) {
    void verify(String pointer) {
        Measured.of(condition).filter(Measured::alwaysHolds).ifPresent(measured -> {
            throw Values.invalid(
                    pointer + measured.pointer(), "this is always so: any measured number compares like this");
        });
        if (condition instanceof Share it && it.of().where().containsAll(it.part()))
            throw Values.invalid(pointer + "/part", "this is always so: the part is the whole");
    }
}
