package io.stageline.alert.automation;

import io.stageline.alert.automation.Hit.Subject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A watch with whose it is and whom it is about. */
record Kept(Key key, Watch watch, Subject subject, @Nullable UUID groupKey) {

    /** A fingerprint of a rule of a tenant. */
    record Key(UUID tenant, UUID ruleId, UUID fingerprint) {
        static Key of(Hit hit) {
            return new Key(hit.rule().tenant(), hit.rule().ruleId(), hit.fingerprint());
        }
    }

    Kept with(Watch watch) {
        return new Kept(key, watch, subject, groupKey);
    }
}
