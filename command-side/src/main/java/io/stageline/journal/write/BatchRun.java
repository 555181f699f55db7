package io.stageline.journal.write;

import io.stageline.write.Commands;
import io.stageline.write.Commands.Request;
import io.stageline.write.Workers;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** A batch under way: so many contacts side by side, each followed by the next one. */
record BatchRun(Batch batch, Request request, Commands commands, Workers workers) {
    private static final int SIDE_BY_SIDE = 256;

    /** Done when every line has its verdict. */
    CompletableFuture<Void> done() {
        var contacts = new ConcurrentLinkedQueue<>(batch.contacts());
        var sideBySide = IntStream.range(0, Math.min(SIDE_BY_SIDE, contacts.size()))
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> next(contacts), workers)
                        .thenCompose(begun -> begun))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(sideBySide);
    }

    private CompletableFuture<Void> next(Queue<UUID> contacts) {
        var contact = contacts.poll();
        return contact == null
                ? CompletableFuture.completedFuture(null)
                : batch.carryOut(contact, commands, request, workers)
                        .thenComposeAsync(carriedOut -> next(contacts), workers);
    }
}
