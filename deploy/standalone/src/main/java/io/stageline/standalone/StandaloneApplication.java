package io.stageline.standalone;

import org.springframework.boot.autoconfigure.SpringBootApplication;

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
public class StandaloneApplication {}
