package io.stageline.fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stageline.whole.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A receiver of webhooks on this machine that remembers which ids came with which number. */
final class Listener implements AutoCloseable {
    private final HttpServer door;
    private final Map<Long, Set<String>> ids = new ConcurrentHashMap<>();

    Listener() throws IOException {
        door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.createContext("/", this::receive);
        door.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders();
            ids.computeIfAbsent(
                            Long.parseLong(headers.getFirst("webhook-sequence")), any -> ConcurrentHashMap.newKeySet())
                    .add(headers.getFirst("webhook-id"));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    /** Becomes an endpoint that hears of stages; gives back its path. */
    String endpoint(Client client) {
        var made = client.post(
                "/v1/webhook-endpoints", """
                {"name": "Listener", "url": "http://127.0.0.1:%d/", "eventTypes": ["entry.stage_recorded"]}""".formatted(door.getAddress().getPort()));
        return "/v1/webhook-endpoints/" + made.at("/endpointId");
    }

    /** The ids under which a message came, one if it was the same every time. */
    Set<String> ids(long sequence) {
        return ids.getOrDefault(sequence, Set.of());
    }

    @Override
    public void close() {
        door.stop(0);
    }
}
