package io.stageline.standalone;

/** What a process does of the whole; several processes on one database may share it out among them. */
public enum Role {
    /** Takes commands and appends to the logs. */
    write,
    /** Folds the logs into the read models; of several, one at a time does it. */
    project,
    /** Answers queries from the read models. */
    query
}
