package io.stageline.webhook.automation;

import io.netty.util.NetUtil;
import java.net.InetAddress;

/** A block of addresses that begin with the same bits (RFC 4632, RFC 4291). */
record CidrBlock(byte[] prefix, int bits) {

    /** The block of a text such as {@code 10.0.0.0/8}; one address without a number of bits. */
    static CidrBlock parse(String text) {
        var parts = text.trim().split("/", 2);
        var prefix = NetUtil.createByteArrayFromIpAddressString(parts[0]);
        if (prefix == null) throw new IllegalArgumentException("not a block of addresses: " + text);
        var bits = parts.length == 1 ? prefix.length * Byte.SIZE : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > prefix.length * Byte.SIZE)
            throw new IllegalArgumentException("not a block of addresses: " + text);
        return new CidrBlock(prefix, bits);
    }

    boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) return false;
        for (var bit = 0; bit < bits; bit++) if (bitOf(address, bit) != bitOf(prefix, bit)) return false;
        return true;
    }

    private static int bitOf(byte[] bytes, int bit) {
        return bytes[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1;
    }
}
