package io.stageline.query;

/** A read model, by the name under which its projection says how far it has come. */
public enum ReadModel {
    grid,
    timeline,
    decision_history
}
