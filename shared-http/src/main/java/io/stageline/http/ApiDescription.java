package io.stageline.http;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import io.swagger.v3.oas.annotations.servers.Server;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI document says of the whole API. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Stageline",
                        version = "v1",
                        description = "Commands write and answer the position of what they wrote; every read takes it"
                                + " as minPosition to see it. Failures are problem+json (RFC 9457).",
                        license = @License(name = "Apache-2.0")),
        servers = @Server(url = "/"),
        security = @SecurityRequirement(name = "key"))
@SecurityScheme(name = "key", type = SecuritySchemeType.HTTP, scheme = "bearer", bearerFormat = "sl_<key id>_<secret>")
class ApiDescription {}
