import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A receiver of webhooks that trusts nothing it has not verified and does nothing twice. It needs a JDK and nothing else:
 * {@code WEBHOOK_SECRET=whsec_… java Receiver.java 9000}
 */
public final class Receiver {
    private static final int TOLERANCE_SECONDS = 300;
    private static final int LONGEST = 20_000;

    /** In a real receiver a table with a unique key, written in the transaction of what the message leads to. */
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private final byte[] secret;

    private Receiver(String secret) {
        this.secret = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
    }

    public static void main(String[] arguments) throws IOException {
        var receiver = new Receiver(System.getenv("WEBHOOK_SECRET"));
        var server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[0])), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", receiver::receive);
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
    }

    private void receive(HttpExchange request) throws IOException {
        try (request) {
            var body = request.getRequestBody().readNBytes(LONGEST + 1);
            request.sendResponseHeaders(body.length > LONGEST ? 413 : isGenuine(request, body) ? accept(request, body) : 400, -1);
        }
    }

    private static int accept(HttpExchange request, byte[] body) {
        var id = header(request, "webhook-id");
        System.out.println((SEEN.add(id) ? "new " : "known ") + header(request, "webhook-sequence") + " " + new String(body, UTF_8));
        return 204;
    }

    private boolean isGenuine(HttpExchange request, byte[] body) {
        var timestamp = header(request, "webhook-timestamp");
        if (!timestamp.matches("\\d{1,12}")) return false;
        if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(timestamp)) > TOLERANCE_SECONDS) return false;
        var expected = sign(header(request, "webhook-id") + "." + timestamp + ".", body).getBytes(UTF_8);
        for (var signature : header(request, "webhook-signature").split(" "))
            if (MessageDigest.isEqual(expected, signature.getBytes(UTF_8))) return true;
        return false;
    }

    private String sign(String prefix, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(prefix.getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String header(HttpExchange request, String name) {
        var value = request.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
