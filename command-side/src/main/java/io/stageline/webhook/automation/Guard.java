package io.stageline.webhook.automation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Who may be sent to: a name is resolved once, every address is checked, and the checked address is the one to connect to
 * (OWASP, server-side request forgery). What cannot be checked is refused.
 */
public final class Guard {
    /** The same of every name that is refused, so that nobody learns from it which names and addresses there are inside. */
    public static final String UNREACHABLE = "the URL does not lead to an address that may be reached from here";

    private final List<CidrBlock> allowed;
    private final Names names;

    /** The blocks, separated by commas, hold private receivers that the operator allows; mostly there are none. */
    public Guard(String allowed, Names names) {
        this.allowed = Arrays.stream(allowed.split(","))
                .filter(Predicate.not(String::isBlank))
                .map(CidrBlock::parse)
                .toList();
        this.names = names;
    }

    /** The address to connect to now; fails with {@link UnsafeReceiver} or {@link UnknownHostException}. */
    public CompletableFuture<InetSocketAddress> addressOf(Receiver receiver) {
        var literal = receiver.literal();
        var addresses = literal == null
                ? names.addressesOf(receiver.host())
                : CompletableFuture.completedFuture(List.of(named(receiver.host(), literal)));
        return addresses.thenApply(found -> checked(receiver, found));
    }

    private InetSocketAddress checked(Receiver receiver, List<InetAddress> found) {
        if (found.isEmpty() || !found.stream().allMatch(address -> mayBeReached(receiver, address)))
            throw new UnsafeReceiver(UNREACHABLE);
        return new InetSocketAddress(named(receiver.host(), found.get(0).getAddress()), receiver.port());
    }

    private boolean mayBeReached(Receiver receiver, InetAddress address) {
        return allowed.stream().anyMatch(block -> block.contains(address))
                || !receiver.unusual()
                        && !BlockedAddresses.contain(address)
                        && (receiver.literal() == null || !BlockedAddresses.contain(receiver.literal()));
    }

    /** The name stays with the address, for the certificate and the {@code Host} header; nobody asks for it again. */
    private static InetAddress named(String host, byte[] address) {
        try {
            return InetAddress.getByAddress(host, address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + address.length + " bytes", impossible);
        }
    }
}
