package io.stageline.write;

/** Something unusual that was accepted all the same. */
public record Warning(String code) {
    public static final Warning CONTACT_EXISTS = new Warning("CONTACT_EXISTS");
}
