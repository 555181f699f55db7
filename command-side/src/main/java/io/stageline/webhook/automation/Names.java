package io.stageline.webhook.automation;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where the names of hosts lead. */
@FunctionalInterface
public interface Names {
    /** All addresses of a host; fails with {@link java.net.UnknownHostException} when there are none. */
    CompletableFuture<List<InetAddress>> addressesOf(String host);
}
