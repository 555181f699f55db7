package io.stageline.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where the master key comes from: the environment, the data directory, or (in an empty installation only) chance. */
public final class MasterKeyFile {
    private static final int BYTES = 32;

    private MasterKeyFile() {}

    /** The key as Base64; {@code empty} says that nothing is kept yet that another key would have to open. */
    public static String resolve(@Nullable String fromEnvironment, Path file, boolean empty) {
        try {
            if (fromEnvironment != null && !fromEnvironment.isBlank()) {
                return checked(fromEnvironment.strip(), "STAGELINE_MASTER_KEY");
            }
            if (Files.exists(file)) {
                return checked(Files.readString(file).strip(), file.toString());
            }
            if (!empty) {
                throw lost(file);
            }
            return create(file);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String create(Path file) throws IOException {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        String text = Base64.getEncoder().encodeToString(key);
        OwnerOnly.write(file, text);
        return text;
    }

    private static String checked(String text, String source) {
        try {
            if (Base64.getDecoder().decode(text).length == BYTES) {
                return text;
            }
        } catch (IllegalArgumentException notBase64) {
            throw Refusal.wrongUse(source + " is not Base64");
        }
        throw Refusal.wrongUse(source + " must hold " + BYTES + " bytes in Base64");
    }

    private static Refusal lost(Path file) {
        return Refusal.wrongUse("""
                The master key is missing: there is an event log, but neither %s nor STAGELINE_MASTER_KEY.
                Without it no personal data can be read. Put the key back; a new one is never made for an existing log."""
                .formatted(file));
    }
}
