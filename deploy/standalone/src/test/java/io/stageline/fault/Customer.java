package io.stageline.fault;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A tenant as its clients know it: its key, and what they were told of its journals, contacts and entries. */
final class Customer {
    private final UUID tenant;
    private final String apiKey;
    private final List<String> journals = new CopyOnWriteArrayList<>();
    private final List<String> contacts = new CopyOnWriteArrayList<>();
    private final Recent<BatchLines.Line> settledLines = new Recent<>();
    private final Recent<String> settledKeys = new Recent<>();
    private final Recent<Fact> stages = new Recent<>();
    private final Recent<Fact> decisions = new Recent<>();
    private final Map<String, Long> versions = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();

    Customer(UUID tenant, String apiKey) {
        this.tenant = tenant;
        this.apiKey = apiKey;
    }

    UUID tenant() {
        return tenant;
    }

    String apiKey() {
        return apiKey;
    }

    List<String> journals() {
        return journals;
    }

    List<String> contacts() {
        return contacts;
    }

    /** Lines of batches that were answered. */
    Recent<BatchLines.Line> settledLines() {
        return settledLines;
    }

    /** Keys whose requests were answered with success. */
    Recent<String> settledKeys() {
        return settledKeys;
    }

    /** What was recorded of an entry, as its writer was told: its id, and the version of the entry after it. */
    record Fact(String entry, String eventId, long version) {}

    /** Stage events that nobody has withdrawn or tried to. */
    Recent<Fact> stages() {
        return stages;
    }

    /** Decisions, by the ids of their stage events. */
    Recent<Fact> decisions() {
        return decisions;
    }

    /** The last version that a writer of the thing was told. */
    Map<String, Long> versions() {
        return versions;
    }

    int nextNumber() {
        return number.incrementAndGet();
    }

    String anyEntry(Random random) {
        return "/v1/journals/" + any(journals, random) + "/entries/" + any(contacts, random);
    }

    /** The last few of many. */
    static final class Recent<T> {
        private static final int KEPT = 200;
        private final ArrayDeque<T> last = new ArrayDeque<>();

        synchronized void add(T one) {
            last.addLast(one);
            if (last.size() > KEPT) last.removeFirst();
        }

        synchronized boolean isEmpty() {
            return last.isEmpty();
        }

        synchronized T any(Random random) {
            return Customer.any(List.copyOf(last), random);
        }

        /** One that nobody else is given again; null when there is none. */
        synchronized @Nullable T taken(Random random) {
            if (last.isEmpty()) return null;
            var one = any(random);
            last.remove(one);
            return one;
        }
    }

    static <T> T any(List<T> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }
}
