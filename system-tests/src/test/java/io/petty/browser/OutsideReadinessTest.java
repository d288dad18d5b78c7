package io.petty.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the readiness check on a service that it didn't start. */
class OutsideReadinessTest {
    @TempDir
    private Path folder;

    @Test
    void checksADeployedServiceWithoutRevealingTheToken() throws Exception {
        String token = Served.administered(home -> home.tokens()
                .issue(Served.OWNER, List.of(Served.LUNA), Set.of(Permission.TIMELINES_READ))
                .tokens()
                .accessToken());
        Path tokenFile = Files.writeString(folder.resolve("token"), token);
        Path json = folder.resolve("outside.json");

        String out = Served.home()
                .command(
                        "readiness",
                        "--limit",
                        "1h",
                        "--target",
                        Served.url(),
                        "--token-file",
                        tokenFile,
                        "--json",
                        json);

        assertThat(out).doesNotContain(token, Served.LUNA);
        TreeSet<String> passed = new TreeSet<>();
        JsonNode report = new JsonMapper().readTree(Files.readString(json));
        for (JsonNode finding : report.path("findings").values()) {
            if (finding.path("outcome").asString().equals("pass")) {
                passed.add(finding.path("id").asString());
            }
        }
        assertThat(passed)
                .contains(
                        "service.answers",
                        "tokens.own-collar",
                        "tokens.foreign-collar",
                        "tokens.forged",
                        "tokens.jwks",
                        "metrics.hidden",
                        "versioning.redirect",
                        "versioning.unknown",
                        "versioning.openapi");
    }
}
