package io.stageline.standalone;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertySource;

/** What the application must know of a database that is still being opened: whoever asks waits for it. */
final class OpenedLater extends PropertySource<CompletableFuture<Map<String, Object>>> {
    private static final String OWN = "stageline.";

    OpenedLater(CompletableFuture<Map<String, Object>> opening) {
        super("installation", opening);
    }

    @Override
    public @Nullable Object getProperty(String name) {
        return name.startsWith(OWN) ? opened(getSource()).get(name) : null;
    }

    /** Waits until it is open, or fails with the reason why it is not. */
    static Map<String, Object> opened(CompletableFuture<Map<String, Object>> opening) {
        try {
            return opening.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException reason ? reason : failed;
        }
    }
}
