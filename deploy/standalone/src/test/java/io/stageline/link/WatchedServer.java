package io.stageline.link;

import io.stageline.standalone.Server;
import io.stageline.standalone.Settings;
import io.stageline.whole.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A process whose event loops are watched while its server is asked everything once. */
@SuppressWarnings("SystemOut")
final class WatchedServer {
    static final String SEES = "a wait on an event loop is seen";
    static final String BLOCKED = "waits on an event loop:";
    static final String DONE = "all was asked";

    /** Ids and logins take random bytes from a file of the kernel, which lets nobody wait. */
    private static final String RANDOM = "java.security.SecureRandom";

    private WatchedServer() {}

    public static void main(String[] arguments) throws Exception {
        BlockHound.install(builder ->
                builder.allowBlockingCallsInside(RANDOM, "nextBytes").blockingMethodCallback(WatchedServer::report));
        provoke();
        var directory = Path.of(arguments[0]);
        try (var server = Server.start(new Settings(directory, 0, null, null))) {
            askEverything(
                    new Client(server.url(), Files.readString(server.adminKey()).strip()));
        }
        System.out.println(DONE);
    }

    private static void report(reactor.blockhound.BlockingMethod method) {
        if (isProvoked()) {
            System.out.println(SEES);
            return;
        }
        System.out.println(Thread.currentThread().getName() + " " + BLOCKED + " " + method);
        new Throwable("here").printStackTrace(System.out);
    }

    /** Or the test would pass with a watcher that sleeps. */
    private static void provoke() {
        Mono.fromRunnable(WatchedServer::sleepWrongly)
                .subscribeOn(Schedulers.parallel())
                .block();
    }

    private static void sleepWrongly() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static boolean isProvoked() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("sleepWrongly")));
    }

    private static void askEverything(Client client) {
        var journal = client.journal("Watched");
        var contacts = IntStream.range(0, 30)
                .mapToObj(i -> client.contact("Contact " + i))
                .toList();
        for (var contact : contacts) tell(client, client.entry(journal, contact));
        client.batch(lines(journal, contacts));
        var paths = new ArrayList<>(List.of("/readyz", "/livez", "/v3/api-docs", "/actuator/prometheus", "/nothing"));
        paths.addAll(List.of("/v1/journals", "/v1/contacts", "/v1/api-keys", "/v1/nothing"));
        paths.addAll(List.of("/v1/replays", "/v1/generations", "/v1/dead-letters"));
        for (var question :
                List.of("", "/grid", "/grid?q=contact&sort=-activity", "/grid?minPosition=999999", "/report"))
            paths.add("/v1/journals/" + journal + question);
        for (var contact : contacts.subList(0, 3))
            for (var question : List.of("/timeline", "/decision/history"))
                paths.add("/v1/journals/" + journal + "/entries/" + contact + question);
        for (var path : paths) System.out.println(client.get(path).status() + " " + path);
        client.delete("/v1/contacts/" + contacts.get(0));
    }

    private static void tell(Client client, String entry) {
        client.post(entry + "/stages", "{\"stage\":\"MEET\",\"note\":\"a note\"}", "Idempotency-Key", "k");
        client.put(entry + "/decision", "{\"status\":\"PLEDGED\",\"amount\":\"5.00\",\"currency\":\"EUR\"}");
        client.post(entry + "/stages", "{not json", "If-Match", "\"1\"");
        client.post(entry + "/stages", "{\"stage\":\"ASK\"}", "If-Match", "\"999\"");
    }

    private static List<String> lines(String journal, List<String> contacts) {
        return contacts.stream()
                .map(contact ->
                        "{\"command\":\"record-stage\",\"journalId\":\"%s\",\"contactId\":\"%s\",\"stage\":\"ASK\"}"
                                .formatted(journal, contact))
                .toList();
    }
}
