package io.stageline.webhook.automation;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The names as the system's DNS servers know them. A server that does not answer holds nobody up but its askers. */
final class DnsNames implements Names, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int LONGEST_REMEMBERED_SECONDS = 30;

    private final DnsNameResolver resolver;

    DnsNames(EventLoop loop) {
        resolver = new DnsNameResolverBuilder(loop)
                .datagramChannelType(NioDatagramChannel.class)
                .queryTimeoutMillis(PATIENCE.toMillis())
                .ttl(0, LONGEST_REMEMBERED_SECONDS)
                .searchDomains(List.of())
                .build();
    }

    @Override
    public CompletableFuture<List<InetAddress>> addressesOf(String host) {
        var answer = new CompletableFuture<List<InetAddress>>();
        resolver.resolveAll(host).addListener((io.netty.util.concurrent.Future<List<InetAddress>> found) -> {
            if (found.isSuccess()) answer.complete(List.copyOf(found.getNow()));
            else answer.completeExceptionally(found.cause());
        });
        return answer;
    }

    @Override
    public void close() {
        resolver.close();
    }
}
