package io.stageline.webhook.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.events.Sealed;
import io.stageline.privacy.MasterKey;
import io.stageline.privacy.Secrets;
import io.stageline.refusal.Refused;
import io.stageline.webhook.events.EndpointSettings;
import io.stageline.webhook.events.WebhookEvent.EndpointChanged;
import io.stageline.webhook.events.WebhookEvent.EndpointCreated;
import io.stageline.webhook.events.WebhookEvent.EndpointDeleted;
import io.stageline.webhook.events.WebhookEvent.EndpointDisabled;
import io.stageline.webhook.events.WebhookEvent.EndpointPaused;
import io.stageline.webhook.events.WebhookEvent.EndpointResumed;
import io.stageline.webhook.events.WebhookEvent.ReplayRequested;
import io.stageline.webhook.events.WebhookEvent.SecretRotated;
import io.stageline.webhook.write.EndpointRequests.NewEndpoint;
import io.stageline.webhook.write.WebhookCommand.ChangeEndpoint;
import io.stageline.webhook.write.WebhookCommand.CreateEndpoint;
import io.stageline.webhook.write.WebhookCommand.DeleteEndpoint;
import io.stageline.webhook.write.WebhookCommand.DisableEndpoint;
import io.stageline.webhook.write.WebhookCommand.PauseEndpoint;
import io.stageline.webhook.write.WebhookCommand.ReplayMessages;
import io.stageline.webhook.write.WebhookCommand.ResendMessage;
import io.stageline.webhook.write.WebhookCommand.ResumeEndpoint;
import io.stageline.webhook.write.WebhookCommand.RotateSecret;
import io.stageline.webhook.write.WebhookCommand.TestEndpoint;
import io.stageline.write.Aggregates;
import io.stageline.write.Decided;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.matchers.Matchers;
import org.hamcrest.CoreMatchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookEndpointTest {
    private static final UUID TENANT = UUID.randomUUID();
    private static final UUID ENDPOINT = UUID.randomUUID();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String URL = "https://receiver.example/hook?token=1";

    private final Secrets secrets = new Secrets(new MasterKey(new byte[MasterKey.BYTES]));
    private final AggregateTestFixture<WebhookEndpoint> fixture = new AggregateTestFixture<>(WebhookEndpoint.class);

    WebhookEndpointTest() {
        fixture.registerCommandTargetResolver(Aggregates.TARGETS);
        fixture.registerInjectableResource(secrets);
        fixture.registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void an_endpoint_enters_the_log_with_its_url_headers_and_secret_sealed() {
        fixture.givenNoPriorActivity()
                .when(create(Map.of("x-key", "abc"), false))
                .expectEventsMatching(Matchers.payloadsMatching(
                        Matchers.exactSequenceOf(Matchers.matches(event -> event instanceof EndpointCreated created
                                && !created.toString().matches(".*(token=1|abc|whsec_).*")
                                && open("url", created.settings().url()).equals(URL)
                                && open("secret", created.secret()).startsWith("whsec_")
                                && created.settings().timeoutSeconds() == 10
                                && created.settings().retrySeconds().size() == 4))));
    }

    @Test
    void its_secret_is_told_once_and_has_32_bytes() {
        fixture.givenNoPriorActivity()
                .when(create(Map.of(), false))
                .expectResultMessagePayloadMatching(told(secret ->
                        secret.startsWith("whsec_") && Base64.getDecoder().decode(secret.substring(6)).length == 32));
    }

    @Test
    void of_an_asymmetric_secret_only_the_public_key_is_told() {
        fixture.givenNoPriorActivity()
                .when(create(Map.of(), true))
                .expectResultMessagePayloadMatching(told(secret ->
                        secret.startsWith("whpk_") && Base64.getDecoder().decode(secret.substring(5)).length == 32));
    }

    @Test
    void a_rotation_makes_a_secret_of_the_same_kind_and_says_how_long_the_old_one_signs() {
        for (var kind : List.of("whsec_", "whsk_"))
            fixture()
                    .given(created(kind + "AAAA"))
                    .when(new RotateSecret(TENANT, ENDPOINT, Duration.ofHours(24)))
                    .expectEventsMatching(Matchers.payloadsMatching(
                            Matchers.exactSequenceOf(Matchers.matches(event -> event instanceof SecretRotated rotated
                                    && rotated.previousUntil().equals(NOW.plus(Duration.ofHours(24)))
                                    && open("secret", rotated.secret()).startsWith(kind)
                                    && !open("secret", rotated.secret()).equals(kind + "AAAA")))));
    }

    @Test
    void a_change_keeps_what_it_does_not_name_and_one_to_what_is_there_changes_nothing() {
        var wish = new EndpointWish("Books", null, null, null, null, 5, null);
        fixture.given(created("whsec_AAAA"))
                .when(new ChangeEndpoint(TENANT, ENDPOINT, wish))
                .expectEventsMatching(Matchers.payloadsMatching(
                        Matchers.exactSequenceOf(Matchers.matches(event -> event instanceof EndpointChanged changed
                                && changed.settings().name().equals("Books")
                                && Integer.valueOf(5).equals(changed.settings().perSecond())
                                && open("url", changed.settings().url()).equals(URL)))));
        fixture()
                .given(created("whsec_AAAA"))
                .when(new ChangeEndpoint(
                        TENANT, ENDPOINT, new EndpointWish("Ledger", URL, Map.of(), List.of("*"), 10, 0, List.of(5))))
                .expectNoEvents();
    }

    @Test
    void it_is_paused_disabled_and_resumed_once_each() {
        fixture()
                .given(created("whsec_AAAA"))
                .when(new PauseEndpoint(TENANT, ENDPOINT))
                .expectEvents(new EndpointPaused(ENDPOINT));
        fixture()
                .given(created("whsec_AAAA"), new EndpointPaused(ENDPOINT))
                .when(new PauseEndpoint(TENANT, ENDPOINT))
                .expectNoEvents();
        fixture()
                .given(created("whsec_AAAA"), new EndpointPaused(ENDPOINT))
                .when(new DisableEndpoint(TENANT, ENDPOINT, null, "gone"))
                .expectNoEvents();
        fixture()
                .given(created("whsec_AAAA"))
                .when(new DisableEndpoint(TENANT, ENDPOINT, null, "gone"))
                .expectEvents(new EndpointDisabled(ENDPOINT, "gone"));
        fixture()
                .given(created("whsec_AAAA"), new EndpointDisabled(ENDPOINT, "gone"))
                .when(new ResumeEndpoint(TENANT, ENDPOINT))
                .expectEvents(new EndpointResumed(ENDPOINT));
        fixture()
                .given(created("whsec_AAAA"))
                .when(new ResumeEndpoint(TENANT, ENDPOINT))
                .expectNoEvents();
    }

    @Test
    void what_a_url_led_to_disables_nothing_that_leads_elsewhere_by_now() {
        var called = created("whsec_AAAA").settings().url();
        fixture()
                .given(new EndpointCreated(ENDPOINT, settings(called), seal("secret", "whsec_AAAA")))
                .when(new DisableEndpoint(TENANT, ENDPOINT, called, "gone"))
                .expectEvents(new EndpointDisabled(ENDPOINT, "gone"));
        fixture()
                .given(created("whsec_AAAA"))
                .when(new DisableEndpoint(TENANT, ENDPOINT, called, "gone"))
                .expectNoEvents();
    }

    @Test
    void a_secret_is_not_rotated_again_while_the_one_before_signs_unless_none_is_to_be_kept() {
        var rotated = new SecretRotated(ENDPOINT, seal("secret", "whsec_BBBB"), NOW.plusSeconds(1));
        fixture()
                .given(created("whsec_AAAA"), rotated)
                .when(new RotateSecret(TENANT, ENDPOINT, Duration.ofHours(1)))
                .expectException(refused("secret-rotating"))
                .expectNoEvents();
        fixture()
                .given(created("whsec_AAAA"), rotated)
                .when(new RotateSecret(TENANT, ENDPOINT, Duration.ZERO))
                .expectEventsMatching(Matchers.payloadsMatching(
                        Matchers.exactSequenceOf(Matchers.matches(event -> event instanceof SecretRotated again
                                && again.previousUntil().equals(NOW)))));
        fixture()
                .given(created("whsec_AAAA"), new SecretRotated(ENDPOINT, seal("secret", "whsec_BBBB"), NOW))
                .when(new RotateSecret(TENANT, ENDPOINT, Duration.ofHours(1)))
                .expectSuccessfulHandlerExecution();
    }

    private static org.hamcrest.Matcher<Object> refused(String code) {
        return Matchers.matches(thrown -> thrown instanceof Refused refused
                && refused.refusal().code().wire().equals(code));
    }

    @Test
    void a_replay_is_asked_for_as_often_as_somebody_asks() {
        fixture()
                .given(created("whsec_AAAA"))
                .when(new ReplayMessages(TENANT, ENDPOINT, 3, 7, true))
                .expectEvents(new ReplayRequested(ENDPOINT, 3, 7, true));
        fixture()
                .given(created("whsec_AAAA"))
                .when(new ResendMessage(TENANT, ENDPOINT, 5))
                .expectEvents(new ReplayRequested(ENDPOINT, 5, 5, false));
    }

    @Test
    void a_deleted_endpoint_is_not_known_any_more() {
        fixture()
                .given(created("whsec_AAAA"))
                .when(new DeleteEndpoint(TENANT, ENDPOINT))
                .expectEvents(new EndpointDeleted(ENDPOINT));
        for (var command : List.<WebhookCommand>of(
                new DeleteEndpoint(TENANT, ENDPOINT),
                new TestEndpoint(TENANT, ENDPOINT),
                new ResumeEndpoint(TENANT, ENDPOINT)))
            fixture()
                    .given(created("whsec_AAAA"), new EndpointDeleted(ENDPOINT))
                    .when(command)
                    .expectException(CoreMatchers.instanceOf(Refused.class))
                    .expectNoEvents();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-type",
                "Content-Length",
                "transfer-encoding",
                "Connection",
                "webhook-id",
                "Webhook-Signature",
                "user-agent",
                "x-forwarded-for",
                "proxy-authorization",
                "a b",
                "a:",
                "",
                "ä"
            })
    void a_header_that_frames_the_request_or_is_ours_cannot_be_chosen(String name) {
        assertThatThrownBy(() -> wanted(headers(name, "1"), List.of("*"))).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a ", "a\r\nb: c", "a\u0000", "ä"})
    void a_header_has_a_plain_value(String value) {
        assertThatThrownBy(() -> wanted(headers("x-key", value), List.of("*"))).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "entry", "entry.", "entry.**", "*.added", "entry.stage-recorded", "unknown.*"})
    void a_filter_that_nothing_can_pass_is_refused(String filter) {
        assertThatThrownBy(() -> wanted(Map.of(), List.of(filter))).isInstanceOf(Refused.class);
    }

    @Test
    void usual_wishes_are_taken() {
        assertThat(wanted(headers("Authorization", "Bearer abc"), List.of("entry.*", "contact.erased"))
                        .wish()
                        .headers())
                .containsExactly(Map.entry("authorization", "Bearer abc"));
    }

    private static Map<String, @Nullable String> headers(String name, String value) {
        var headers = new HashMap<String, @Nullable String>();
        headers.put(name, value);
        return headers;
    }

    private static NewEndpoint wanted(Map<String, @Nullable String> headers, List<String> types) {
        return new NewEndpoint("Ledger", URL, new java.util.ArrayList<>(types), headers, null, null, null, null);
    }

    private static CreateEndpoint create(Map<String, String> headers, boolean asymmetric) {
        return new CreateEndpoint(
                TENANT, ENDPOINT, new EndpointWish("Ledger", URL, headers, List.of("*"), null, null, null), asymmetric);
    }

    private EndpointCreated created(String secret) {
        return new EndpointCreated(ENDPOINT, settings(seal("url", URL)), seal("secret", secret));
    }

    private static EndpointSettings settings(Sealed url) {
        return new EndpointSettings("Ledger", url, null, List.of("*"), 10, null, List.of(5));
    }

    private AggregateTestFixture<WebhookEndpoint> fixture() {
        var fresh = new AggregateTestFixture<>(WebhookEndpoint.class);
        fresh.registerCommandTargetResolver(Aggregates.TARGETS);
        fresh.registerInjectableResource(secrets);
        fresh.registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));
        return fresh;
    }

    private static org.hamcrest.Matcher<Decided> told(java.util.function.Predicate<String> holds) {
        return Matchers.matches(
                decided -> decided.answer() instanceof SecretAnswer answer && holds.test(answer.secret()));
    }

    private Sealed seal(String field, String text) {
        return secrets.seal(TENANT, ENDPOINT, field, text);
    }

    private String open(String field, Sealed sealed) {
        return secrets.open(TENANT, ENDPOINT, field, sealed);
    }
}
