package io.stageline.standalone;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Two questions from outside: does the process live, and should it be sent requests. */
@Configuration(proxyBeanMethods = false)
class Health {

    @Bean
    RouterFunction<ServerResponse> healthRoutes(Readiness readiness) {
        return route().GET("/livez", request -> answer(true, Map.of()))
                .GET("/readyz", request -> readiness
                        .checks()
                        .flatMap(checks -> answer(!checks.containsValue(Readiness.FAILED), checks)))
                .build();
    }

    private static Mono<ServerResponse> answer(boolean good, Map<String, String> checks) {
        return ServerResponse.status(good ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("status", good ? "up" : "down", "checks", checks));
    }
}
