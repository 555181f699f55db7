package io.stageline.webhook.automation;

import static java.util.Locale.ROOT;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a webhook goes: its URL taken apart, which is possible in one way only. One that is {@code unusual} may lead to
 * addresses that the operator allowed, and nowhere else.
 */
public record Receiver(boolean tls, String host, int port, String path, byte @Nullable [] literal, boolean unusual) {
    private static final int LONGEST = 2_048;
    private static final int LONGEST_HOST = 253;
    private static final int TLS_PORT = 443;
    private static final int PLAIN_PORT = 80;
    private static final int LAST_PORT = 65_535;
    private static final Set<Integer> USUAL_PORTS = Set.of(TLS_PORT, 8443);
    private static final Set<String> INSIDE = Set.of(
            "localhost",
            "localdomain",
            "local",
            "internal",
            "intranet",
            "lan",
            "home",
            "corp",
            "private",
            "arpa",
            "onion");
    private static final String PUNYCODE = "xn--";
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7E]+");
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    /** The receiver of a URL, or an {@link UnsafeReceiver} when the URL has not the form of one. */
    public static Receiver of(String url) {
        var uri = parsed(url);
        var tls = "https".equals(uri.getScheme());
        var host = uri.getHost().toLowerCase(ROOT);
        var port = uri.getPort() == -1 ? tls ? TLS_PORT : PLAIN_PORT : uri.getPort();
        if (port < 1 || port > LAST_PORT) throw new UnsafeReceiver("there is no such port");
        var literal = literal(host);
        if (literal == null) mustBeAName(host);
        var unusual = !tls || !USUAL_PORTS.contains(port) || literal == null && leadsInside(host);
        return new Receiver(tls, bare(host), port, path(uri), literal, unusual);
    }

    /** What of a URL may be shown, also of one that is not taken any more. */
    static String originOf(String url) {
        try {
            return of(url).origin();
        } catch (UnsafeReceiver outdated) {
            return "";
        }
    }

    private static URI parsed(String url) {
        if (url.length() > LONGEST) throw new UnsafeReceiver("the URL is longer than 2,048 characters");
        if (!PRINTABLE.matcher(url).matches()) throw new UnsafeReceiver("the URL has other characters than ASCII");
        try {
            var uri = new URI(url).parseServerAuthority();
            if (uri.getScheme() == null || !Set.of("https", "http").contains(uri.getScheme()))
                throw new UnsafeReceiver("the URL must begin with https://");
            if (uri.getRawUserInfo() != null) throw new UnsafeReceiver("the URL must not have a user in it");
            if (uri.getRawFragment() != null) throw new UnsafeReceiver("the URL must not have a fragment");
            if (uri.getHost() == null) throw new UnsafeReceiver("the URL names no host");
            return uri;
        } catch (URISyntaxException malformed) {
            throw new UnsafeReceiver("this is not a URL");
        }
    }

    /** The bytes of an address that stands for itself; only its usual spelling is taken. */
    private static byte @Nullable [] literal(String host) {
        if (DECIMAL.matcher(host).matches()) return bytes(host);
        if (!host.startsWith("[")) return null;
        if (host.contains("%")) throw new UnsafeReceiver("an address with a zone leads nowhere from here");
        var bytes = bytes(bare(host));
        if (isIpv4(bytes)) throw new UnsafeReceiver("an IPv4 address is written as four decimal numbers");
        return bytes;
    }

    /** Whether the platform would take it for an IPv4 address (IPv4-mapped, RFC 4291, section 2.5.5.2). */
    private static boolean isIpv4(byte[] address) {
        try {
            return InetAddress.getByAddress(address) instanceof Inet4Address;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + address.length + " bytes", impossible);
        }
    }

    private static byte[] bytes(String literal) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(literal);
        if (bytes == null) throw new UnsafeReceiver("there is no such address");
        return bytes;
    }

    private static void mustBeAName(String host) {
        if (host.length() > LONGEST_HOST || !NAME.matcher(host).matches())
            throw new UnsafeReceiver("this is not the name of a host");
        if (host.contains(PUNYCODE) && !isWellWritten(host))
            throw new UnsafeReceiver("the name of the host is not written as it should be (RFC 5891)");
    }

    /** There and back again it is the same name. */
    private static boolean isWellWritten(String host) {
        try {
            var name = IDN.toUnicode(host);
            return !name.contains(PUNYCODE) && host.equals(IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean leadsInside(String host) {
        var dot = host.lastIndexOf('.');
        return dot < 0 || INSIDE.contains(host.substring(dot + 1));
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String path(URI uri) {
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** What of the URL may be shown to everybody who may read: no path and no query, which may hold secrets. */
    public String origin() {
        var plain = port == (tls ? TLS_PORT : PLAIN_PORT);
        return (tls ? "https://" : "http://") + authority() + (plain ? "" : ":" + port);
    }

    private String authority() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** It never shows its path. */
    @Override
    public String toString() {
        return origin();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Receiver that
                && tls == that.tls
                && port == that.port
                && host.equals(that.host)
                && path.equals(that.path)
                && Arrays.equals(literal, that.literal);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + path.hashCode();
    }
}
