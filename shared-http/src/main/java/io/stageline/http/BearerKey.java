package io.stageline.http;

import static io.stageline.refusal.Code.UNAUTHENTICATED;

import io.stageline.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Authentication by {@code Authorization: Bearer <api key>}, stateless; without the header the request stays anonymous. */
class BearerKey implements WebFilter {
    private static final String SCHEME = "Bearer ";

    private final ApiKeys keys;

    BearerKey(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        var query = request.getURI().getRawQuery();
        if (query != null && ApiKey.isIn(query))
            return refused("A key belongs into the Authorization header; one sent in an address should be revoked.");
        if (!request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)) return chain.filter(exchange);
        return authenticate(request).flatMap(caller -> chain.filter(exchange)
                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(new Authenticated(caller))));
    }

    private Mono<Caller> authenticate(ServerHttpRequest request) {
        var headers = request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (headers.size() != 1) return refused("There must be one Authorization header, not several.");
        var key = parse(headers.get(0));
        if (key == null) return refused("The Authorization header must read: Bearer sl_<key id>_<secret>.");
        return keys.callerWith(key).switchIfEmpty(refused("This key is not known, or no longer."));
    }

    /** The key in the header's value, or null when there is none. */
    static @Nullable ApiKey parse(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? ApiKey.parse(header.substring(SCHEME.length()).strip())
                : null;
    }

    private static <T> Mono<T> refused(String because) {
        return Mono.error(() -> new Refused(UNAUTHENTICATED.because(because)));
    }

    /** The caller in the clothes that Spring Security knows. */
    static final class Authenticated extends AbstractAuthenticationToken {
        private final transient Caller caller;

        Authenticated(Caller caller) {
            super(AuthorityUtils.NO_AUTHORITIES);
            this.caller = caller;
            setAuthenticated(true);
        }

        Caller caller() {
            return caller;
        }

        @Override
        public Object getCredentials() {
            return "";
        }

        @Override
        public Object getPrincipal() {
            return caller;
        }
    }
}
