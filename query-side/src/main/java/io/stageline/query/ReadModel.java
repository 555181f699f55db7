package io.stageline.query;

import io.stageline.eventlog.Follower;

/** A read model, by the name under which its projection says how far it has come. */
public enum ReadModel {
    grid,
    timeline,
    decision_history;

    /** Its projection on one log. */
    Follower on(int log) {
        return new Follower(name(), log);
    }
}
