package io.stageline.http;

import static io.stageline.refusal.Code.FORBIDDEN;
import static io.stageline.refusal.Code.UNAUTHENTICATED;
import static org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers.pathMatchers;

import io.stageline.refusal.Refused;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.RequestCacheSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import reactor.core.publisher.Mono;

/** Which door a request may take: which paths are open, which scope each other one asks for, and nothing else exists. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class Doors {
    private static final String V1 = "/v1/**";
    private static final ServerWebExchangeMatcher READING = ServerWebExchangeMatchers.matchers(
            pathMatchers(HttpMethod.GET, V1), pathMatchers(HttpMethod.HEAD, V1), pathMatchers(HttpMethod.OPTIONS, V1));

    /** Metrics are open because they hold no personal data and scrapers seldom hold keys; keep the port inside. */
    private static final String[] OPEN = {
        "/livez", "/readyz", "/actuator/prometheus", "/v3/api-docs/**", "/v3/api-docs.yaml"
    };

    /** Where reading, too, is for administrators. */
    private static final String[] ADMINISTRATION = {
        "/v1/api-keys/**", "/v1/replays/**", "/v1/generations/**", "/v1/dead-letters/**"
    };

    @Bean
    SecurityWebFilterChain guarded(ServerHttpSecurity http, ApiKeys keys) {
        return http.csrf(CsrfSpec::disable)
                .formLogin(FormLoginSpec::disable)
                .httpBasic(HttpBasicSpec::disable)
                .logout(LogoutSpec::disable)
                .requestCache(RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .headers(Doors::headers)
                .addFilterAt(new BearerKey(keys), SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(exchange -> exchange.pathMatchers(OPEN)
                        .permitAll()
                        .pathMatchers(ADMINISTRATION)
                        .access(asks(Scope.admin))
                        .pathMatchers("/v1/signals/refused/**", "/v1/alerts/parked/**")
                        .access(asks(Scope.admin))
                        .pathMatchers("/v1/signals")
                        .access(asks(Scope.ingest))
                        .matchers(READING)
                        .access(asks(Scope.read))
                        .pathMatchers("/v1/webhook-endpoints/**", "/v1/webhook-deliveries/**")
                        .access(asks(Scope.admin))
                        .pathMatchers(V1)
                        .access(asks(Scope.write))
                        .anyExchange()
                        .access((who, where) -> Mono.error(StrictRoutes.nothingHere())))
                .build();
    }

    /** Requests are measured once, not filter by filter. */
    @Bean
    SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.noObservations();
    }

    /** Declared so that Boot does not invent a user with a password. */
    @Bean
    ReactiveAuthenticationManager nobodyLogsIn() {
        return authentication -> Mono.error(StrictRoutes.nothingHere());
    }

    /** Any method gets as far as the routes, which know what they allow. */
    @Bean
    StrictServerWebExchangeFirewall anyMethod() {
        var firewall = new StrictServerWebExchangeFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    /** Odd addresses (an encoded slash, a semicolon) are answered like any other that leads nowhere. */
    @Bean
    ServerExchangeRejectedHandler oddAddresses() {
        return (exchange, rejected) -> Mono.error(StrictRoutes.nothingHere());
    }

    private static void headers(HeaderSpec headers) {
        headers.cache(HeaderSpec.CacheSpec::disable)
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER));
    }

    private static ReactiveAuthorizationManager<AuthorizationContext> asks(Scope scope) {
        return (who, where) -> who.ofType(BearerKey.Authenticated.class)
                .switchIfEmpty(Mono.error(unauthenticated()))
                .map(known -> {
                    if (!known.caller().may(scope))
                        throw new Refused(FORBIDDEN.because("This key lacks the scope '" + scope + "'."));
                    return new AuthorizationDecision(true);
                });
    }

    private static Supplier<Throwable> unauthenticated() {
        return () -> new Refused(UNAUTHENTICATED.because("Send your key: Authorization: Bearer sl_<key id>_<secret>."));
    }
}
