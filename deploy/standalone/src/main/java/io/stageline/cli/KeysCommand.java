package io.stageline.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code keys}: who may enter, and with which scopes. */
@Command(
        name = "keys",
        description = "Creates, lists and revokes API keys; opens a further tenant.",
        subcommands = OpenTenantCommand.class,
        synopsisSubcommandLabel = "(create | list | revoke | open-tenant)")
final class KeysCommand {
    private static final JsonMapper JSON = new JsonMapper();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Command(name = "create", description = "Creates a key and prints it, this once.")
    int create(
            @Mixin ServerOptions server,
            @Option(names = "--name", required = true, description = "What the key is for.") String name,
            @Option(
                            names = "--scopes",
                            split = ",",
                            defaultValue = "read",
                            description = "Of read, write, ingest, admin (default: read).")
                    List<String> scopes) {
        ObjectNode body = JSON.createObjectNode().put("name", name);
        body.set("scopes", JSON.valueToTree(scopes));
        console().say(server.api().post("/v1/api-keys", body).path("key").asString());
        return 0;
    }

    @Command(name = "list", description = "Lists the keys of the tenant; never their secrets.")
    int list(@Mixin ServerOptions server) {
        for (JsonNode key : server.api().get("/v1/api-keys?limit=500").path("items")) {
            console()
                    .say("%s  %-30s %s"
                            .formatted(
                                    key.path("keyId").asString(),
                                    key.path("name").asString(),
                                    key.path("scopes")));
        }
        return 0;
    }

    @Command(name = "revoke", description = "Revokes a key, at once and for ever.")
    int revoke(@Mixin ServerOptions server, @Parameters(paramLabel = "KEY-ID") String keyId) {
        server.api().delete("/v1/api-keys/" + keyId);
        console().say("revoked " + keyId);
        return 0;
    }

    private Console console() {
        return Console.of(spec);
    }
}
