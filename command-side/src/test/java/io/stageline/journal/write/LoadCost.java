package io.stageline.journal.write;

import io.stageline.contact.write.ContactCommand.AddContact;
import io.stageline.journal.write.EntryAnswer.Several;
import io.stageline.journal.write.EntryCommand.AddEntry;
import io.stageline.journal.write.EntryCommand.RecordStage;
import io.stageline.journal.write.EntryCommand.Together;
import io.stageline.journal.write.JournalCommand.CreateJournal;
import io.stageline.test.TestDatabase;
import io.stageline.write.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;

/** What it costs to load an entry of so many stage events, from all of them and from a snapshot: medians of many loads. */
public final class LoadCost {
    private static final int ROUNDS = 201;
    private static final UUID TENANT = UUID.randomUUID();
    private static final UUID JOURNAL = UUID.randomUUID();

    private LoadCost() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (var database = TestDatabase.migrated();
                var plain = new Node(database);
                var shot = new Node(database, 10)) {
            plain.carryOut(
                    new CreateJournal(TENANT, JOURNAL, "Long", List.of("ASK", "MEET"), List.of("PLEDGED"), Map.of()));
            for (var events : new int[] {10, 10, 30, 100, 175, 1_000, 10_000}) {
                var entry = entry(plain, events);
                var without = median(plain, entry);
                for (var i = 0; i < 12; i++) shot.carryOut(stage(entry));
                Thread.sleep(500);
                System.out.printf(
                        "%,6d events: load %,8.2f ms, from a snapshot %,8.2f ms, snapshot of %,d bytes%n",
                        events, without, median(shot, entry), size(database, entry));
            }
        }
    }

    private static EntryKey entry(Node node, int events) {
        var contact = UUID.randomUUID();
        var entry = new EntryKey(TENANT, JOURNAL, contact);
        node.carryOut(new AddContact(TENANT, contact, "Ada", null, null, null));
        node.carryOut(new AddEntry(entry, null));
        for (var done = 0; done < events; done += 500) {
            var stages = IntStream.range(done, Math.min(events, done + 500))
                    .mapToObj(i -> stage(entry))
                    .toList();
            node.carryOut(new Together(entry, new ArrayList<>(stages)), null, null, Several.class);
        }
        return entry;
    }

    private static EntryCommand.One stage(EntryKey entry) {
        return new RecordStage(
                entry, UUID.randomUUID(), "ASK", null, "a note of some length, as people write it", null);
    }

    /** Milliseconds of a command that changes nothing on a forgotten entry, less those on a remembered one. */
    private static double median(Node node, EntryKey entry) {
        var cold = new ArrayList<Double>();
        var warm = new ArrayList<Double>();
        for (var round = 0; round < ROUNDS; round++) {
            node.forget(entry.stream());
            cold.add(millis(node, entry));
            warm.add(millis(node, entry));
        }
        Collections.sort(cold);
        Collections.sort(warm);
        return cold.get(ROUNDS / 2) - warm.get(ROUNDS / 2);
    }

    private static double millis(Node node, EntryKey entry) {
        var began = System.nanoTime();
        node.carryOut(new AddEntry(entry, null));
        return (System.nanoTime() - began) / 1e6;
    }

    private static int size(TestDatabase database, EntryKey entry) {
        var size = new JdbcTemplate(database.asAdmin())
                .queryForObject(
                        "SELECT length(state::text) FROM stageline.snapshot WHERE stream_id = ?",
                        Integer.class,
                        entry.stream().stream());
        return size == null ? 0 : size;
    }
}
