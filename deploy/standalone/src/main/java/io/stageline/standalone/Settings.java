package io.stageline.standalone;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What an operator may choose: where the data lies, where to listen, and whose database it is. */
public record Settings(
        Path dataDirectory,
        int port,
        @Nullable String databaseUrl,
        @Nullable String masterKey) {}
