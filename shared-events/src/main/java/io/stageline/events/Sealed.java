package io.stageline.events;

/** Personal text as the log keeps it: readable only while the contact's key exists (Base64 of nonce, ciphertext and tag). */
public record Sealed(String box) {}
