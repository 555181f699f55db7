package io.stageline.webhook.automation;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The addresses that no webhook is ever sent to: all that are not globally reachable unicast ones (IANA special-purpose
 * registries, RFC 6890), also where an IPv4 address is hidden in an IPv6 one.
 */
final class BlockedAddresses {
    private static final List<CidrBlock> BLOCKED = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // carrier-grade NAT
                    "127.0.0.0/8", // loopback
                    "169.254.0.0/16", // link-local, and the metadata of clouds
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.31.196.0/24", // AS112
                    "192.52.193.0/24", // automatic multicast tunnelling
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "192.175.48.0/24", // AS112
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, broadcast
                    "168.63.129.16/32", // the inside of Azure
                    "::/3", // all that is not global unicast: unspecified, loopback, mapped, NAT64
                    "4000::/2",
                    "8000::/1", // unique local, link-local, multicast
                    "2001::/23", // protocol assignments, Teredo
                    "2002::/16", // 6to4, whose relays lead anywhere
                    "2001:db8::/32", // documentation
                    "2620:4f:8000::/48", // AS112
                    "3fff::/20") // documentation
            .map(CidrBlock::parse)
            .toList();

    private static final int IPV4 = 4;

    private BlockedAddresses() {}

    /** Whether nothing may be sent to this address. */
    static boolean contain(InetAddress address) {
        return contain(address.getAddress());
    }

    /** The same for the bytes of an address, as they are. */
    static boolean contain(byte[] address) {
        return BLOCKED.stream().anyMatch(block -> block.contains(address))
                || hidden(address).map(BlockedAddresses::contain).orElse(false);
    }

    /** The IPv4 address that is reached by way of a global IPv6 one (ISATAP, RFC 5214). */
    private static Optional<byte[]> hidden(byte[] address) {
        return address.length != IPV4 && isIsatap(address)
                ? Optional.of(Arrays.copyOfRange(address, address.length - IPV4, address.length))
                : Optional.empty();
    }

    private static boolean isIsatap(byte[] address) {
        return (address[8] & 0xFD) == 0
                && address[9] == 0
                && (address[10] & 0xFF) == 0x5E
                && (address[11] & 0xFF) == 0xFE;
    }
}
