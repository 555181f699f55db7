package io.stageline.webhook.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
    private static final String PUBLIC = "93.184.215.14";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.1.1",
                "198.19.255.255",
                "224.0.0.1",
                "239.255.255.255",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:0:127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::a00:1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:db8::1",
                "2002:808:808::1",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "2002:c0a8:101::1",
                "2a01:111::200:5efe:7f00:1",
                "2a01:111::5efe:a00:1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void nothing_is_sent_to(String address) throws UnknownHostException {
        assertThat(BlockedAddresses.contain(InetAddress.getByName(address))).isTrue();
        assertThatThrownBy(() -> reach("https://receiver.example", "", PUBLIC, address))
                .isInstanceOf(UnsafeReceiver.class);
        var literal = address.contains(":") ? "[" + address + "]" : address;
        assertThatThrownBy(() -> reach("https://" + literal + "/", "")).isInstanceOf(UnsafeReceiver.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {PUBLIC, "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"})
    void messages_may_be_sent_to(String address) throws UnknownHostException {
        assertThat(BlockedAddresses.contain(InetAddress.getByName(address))).isFalse();
        assertThat(reach("https://receiver.example", "", address)).contains(":443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://receiver.example/",
                "ftp://receiver.example/",
                "//receiver.example/",
                "https://user@receiver.example/",
                "https://user:secret@receiver.example/",
                "https://receiver.example/#part",
                "https://receiver.example:0/",
                "https://receiver.example:22/",
                "https://receiver.example:5432/",
                "https://receiver.example:65536/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://010.8.8.8/",
                "https://8.8.2056/",
                "https://127.1/",
                "https://[::ffff:8.8.8.8]/",
                "https://[::ffff:808:808]/",
                "https://[fe80::1%25eth0]/",
                "https://[2606:4700::1111%eth0]/",
                "https://localhost/",
                "https://localhost./",
                "https://receiver.example./",
                "https://receiver.localhost/",
                "https://printer.local/",
                "https://metadata.google.internal/",
                "https://receiver/",
                "https://ⓛocalhost.example/",
                "https://１２７.0.0.1/",
                "https://xn--a.example/",
                "https://xn--/",
                "https://receiver_.example/",
                "https://receiver.example\\@127.0.0.1/",
                "https://receiver.example /",
                "https://receiver.example/\u0000",
                "https://",
                "https:///path",
                "https://-receiver.example/",
                "receiver.example",
                ""
            })
    void a_url_is_refused_that_is_not_plainly_one_of_a_public_receiver(String url) {
        assertThatThrownBy(() -> reach(url, "", PUBLIC)).isInstanceOf(UnsafeReceiver.class);
    }

    @Test
    void a_url_of_more_than_2048_characters_is_refused() {
        var longest = "https://receiver.example/" + "a".repeat(2_048 - 25);
        assertThat(reach(longest, "", PUBLIC)).isNotEmpty();
        assertThatThrownBy(() -> reach(longest + "a", "", PUBLIC)).isInstanceOf(UnsafeReceiver.class);
    }

    @Test
    void usual_urls_are_taken() {
        assertThat(reach("https://receiver.example", "", PUBLIC)).isEqualTo("receiver.example/" + PUBLIC + ":443");
        assertThat(reach("https://Receiver.Example:8443/hook?a=b", "", PUBLIC)).endsWith(":8443");
        assertThat(reach("https://" + PUBLIC + "/hook", "")).endsWith(PUBLIC + ":443");
        assertThat(reach("https://[2606:4700::1111]/hook", "")).endsWith(":443");
        assertThat(reach("https://xn--bcher-kva.example/", "", PUBLIC)).endsWith(":443");
    }

    @Test
    void one_blocked_address_among_good_ones_is_enough_to_refuse() {
        assertThatThrownBy(() -> reach("https://receiver.example", "", PUBLIC, "10.0.0.1"))
                .isInstanceOf(UnsafeReceiver.class);
        assertThatThrownBy(() -> reach("https://receiver.example", "")).isInstanceOf(UnsafeReceiver.class);
    }

    @Test
    void the_operator_may_allow_private_receivers_and_they_alone_may_be_plain_and_on_any_port() {
        assertThat(reach("http://127.0.0.1:9000/hook", "127.0.0.0/8, ::1")).endsWith("127.0.0.1:9000");
        assertThat(reach("http://receiver:9000/", "10.1.0.0/16", "10.1.2.3")).endsWith("10.1.2.3:9000");
        assertThat(reach("http://[::1]:9000/", "127.0.0.0/8, ::1")).endsWith(":9000");
        assertThatThrownBy(() -> reach("http://[::ffff:127.0.0.1]:9000/", "127.0.0.0/8, ::1"))
                .isInstanceOf(UnsafeReceiver.class);
        assertThatThrownBy(() -> reach("http://receiver:9000/", "10.1.0.0/16", "10.2.2.3"))
                .isInstanceOf(UnsafeReceiver.class);
        assertThatThrownBy(() -> reach("http://receiver.example/", "10.1.0.0/16", PUBLIC))
                .isInstanceOf(UnsafeReceiver.class);
    }

    @Test
    void a_name_that_cannot_be_asked_for_is_refused_and_asked_for_again_the_next_time() throws UnknownHostException {
        Deque<CompletableFuture<List<InetAddress>>> answers = new ArrayDeque<>(List.of(
                CompletableFuture.failedFuture(new UnknownHostException("receiver.example")),
                CompletableFuture.completedFuture(List.of(InetAddress.getByName("169.254.169.254"))),
                CompletableFuture.completedFuture(List.of(InetAddress.getByName(PUBLIC)))));
        var guard = new Guard("", host -> answers.removeFirst());
        var receiver = Receiver.of("https://receiver.example");
        assertThatThrownBy(() -> guard.addressOf(receiver).join()).hasCauseInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> guard.addressOf(receiver).join()).hasCauseInstanceOf(UnsafeReceiver.class);
        assertThat(guard.addressOf(receiver).join().getAddress().getHostAddress())
                .isEqualTo(PUBLIC);
    }

    @Test
    void nobody_is_shown_more_of_a_url_than_its_origin() {
        var receiver = Receiver.of("https://Hooks.example:8443/services/T0/secret?token=1");
        assertThat(receiver).hasToString("https://hooks.example:8443");
        assertThat(Receiver.of("https://hooks.example/a").origin()).isEqualTo("https://hooks.example");
        assertThat(Receiver.of("https://[2606:4700::1111]/a").origin()).isEqualTo("https://[2606:4700::1111]");
    }

    private static String reach(String url, String allowed, String... addresses) {
        var guard = new Guard(
                allowed,
                host -> CompletableFuture.completedFuture(
                        Arrays.stream(addresses).map(GuardTest::address).toList()));
        try {
            return guard.addressOf(Receiver.of(url)).join().toString();
        } catch (CompletionException failed) {
            throw (RuntimeException) failed.getCause();
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
