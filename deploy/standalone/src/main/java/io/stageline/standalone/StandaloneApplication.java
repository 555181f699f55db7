package io.stageline.standalone;

import java.time.Duration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/** Everything in one process: both APIs, the projections and the health of them all. */
@SpringBootApplication(
        scanBasePackages = "io.stageline",
        proxyBeanMethods = false,
        excludeName = {
            // Modules declare their own pools, one per role; Boot must not make one for all.
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration",
            "org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration",
            "org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcRepositoriesAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration"
        })
public class StandaloneApplication {

    /** Threads of its own for the web server: shared ones would stop with the first of several servers in a process. */
    @Bean
    ReactorResourceFactory webThreads() {
        ReactorResourceFactory threads = new ReactorResourceFactory();
        threads.setUseGlobalResources(false);
        threads.setShutdownQuietPeriod(Duration.ZERO);
        threads.setShutdownTimeout(Duration.ofSeconds(2));
        return threads;
    }
}
