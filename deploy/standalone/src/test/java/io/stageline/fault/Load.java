package io.stageline.fault;

import io.stageline.http.Scope;
import io.stageline.tenant.write.Tenants;
import io.stageline.whole.Administrator;
import io.stageline.whole.Await;
import io.stageline.whole.Client;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Clients of several tenants that wish at random, at the same time, whatever happens to the server meanwhile. */
final class Load implements AutoCloseable {
    private static final int JOURNALS = 3;
    private static final int CONTACTS = 25;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long BETWEEN_LOOKS_NANOS = 2_000_000;

    private final List<String> urls;
    private final List<Customer> customers;
    private final Ledger ledger = new Ledger();
    private final Random random;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger writing = new AtomicInteger();
    private volatile boolean paused = true;
    private volatile boolean closed;

    /** On several servers of one database every attempt goes to any of them. */
    Load(List<String> urls, DataSource administrator, int customers, long seed) {
        this.urls = urls;
        this.random = new Random(seed);
        var tenants = new Tenants(administrator, Clock.systemUTC());
        this.customers = IntStream.range(0, customers)
                .mapToObj(i -> customer(tenants, "customer %d of %d".formatted(i, seed)))
                .toList();
        this.customers.forEach(this::begin);
    }

    Load(String url, Administrator administrator, int customers, long seed) {
        this(List.of(url), administrator.address().administrator(), customers, seed);
    }

    private static Customer customer(Tenants tenants, String name) {
        var tenant = tenants.open(name);
        return new Customer(
                tenant, tenants.addKey(tenant, "load", List.of(Scope.admin)).text());
    }

    private void begin(Customer customer) {
        var wishes = new Wishes(customer);
        var sender = sender(customer, new Random(random.nextLong()));
        for (var i = 0; i < JOURNALS; i++) sender.settle(wishes.journal());
        for (var i = 0; i < CONTACTS; i++) sender.settle(wishes.contact());
        for (var journal : customer.journals())
            for (var contact : customer.contacts())
                if (random.nextInt(3) > 0)
                    sender.settle(wishes.entry("/v1/journals/" + journal + "/entries/" + contact));
    }

    private Sender sender(Customer customer, Random choices) {
        var servers = urls.stream()
                .map(url -> new Client(url, customer.apiKey(), ANSWER_WITHIN))
                .toList();
        return new Sender(servers, ledger, choices, () -> closed);
    }

    /** So many wishes, one after the other; the same seed has the same ones. */
    void send(int wishes) {
        for (var i = 0; i < wishes; i++) {
            var customer = customers.get(i % customers.size());
            sender(customer, random).settle(new Wishes(customer).next(random));
        }
    }

    /** Starts so many clients, who wait until they may write. */
    void start(int clients) {
        for (var i = 0; i < clients; i++) {
            var customer = customers.get(i % customers.size());
            var choices = new Random(random.nextLong());
            threads.add(new Thread(() -> write(customer, choices), "client-" + i));
        }
        threads.forEach(Thread::start);
    }

    private void write(Customer customer, Random choices) {
        var wishes = new Wishes(customer);
        var sender = sender(customer, choices);
        while (!closed) {
            writing.incrementAndGet();
            if (!paused) sender.settle(wishes.next(choices));
            writing.decrementAndGet();
            if (paused) LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    void resume() {
        paused = false;
    }

    /** Gives back when every wish has been answered and nobody writes. */
    void pause() {
        paused = true;
        Await.until("every wish is answered", PATIENCE, () -> writing.get() == 0);
    }

    Ledger ledger() {
        return ledger;
    }

    List<Customer> customers() {
        return customers;
    }

    @Override
    public void close() {
        closed = true;
        try {
            for (var thread : threads) thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
