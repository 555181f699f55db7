package io.stageline.http;

/** What an API key may do; {@code admin} may do everything. */
public enum Scope {
    read,
    write,
    ingest,
    admin
}
