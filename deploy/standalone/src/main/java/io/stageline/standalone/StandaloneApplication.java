package io.stageline.standalone;

import io.stageline.eventlog.Progress;
import java.time.Duration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.http.client.ReactorResourceFactory;

/** What every process has, and what each of its roles brings with it: the packages that are named after the role. */
@SpringBootApplication(
        scanBasePackages = {"io.stageline.standalone", "io.stageline.http"},
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

    @Configuration(proxyBeanMethods = false)
    @Profile("write")
    @ComponentScan(basePackages = "io.stageline", resourcePattern = "**/write/*.class")
    @ComponentScan(basePackages = "io.stageline", resourcePattern = "**/automation/*.class")
    static class Write {}

    @Configuration(proxyBeanMethods = false)
    @Profile("project")
    @ComponentScan(basePackages = "io.stageline", resourcePattern = "**/projection/**/*.class")
    static class Project {}

    @Configuration(proxyBeanMethods = false)
    @Profile("query")
    @ComponentScan(basePackages = "io.stageline", resourcePattern = "**/query/*.class")
    static class Query {}

    @Bean
    Progress progress() {
        return new Progress();
    }

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
