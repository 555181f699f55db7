package io.stageline.journal.write;

/** Where a conflict looks up what its sender has seen. */
public interface Pasts {
    /** An entry as it was at a version. */
    EntryFacts at(EntryKey entry, long version);
}
