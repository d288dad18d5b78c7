package io.petty.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tests what {@code compose.yaml} and the files beside it say about each other. */
class ComposeFileTest {
    private static final List<String> OWN = List.of(Deployment.SCHEDULER, Deployment.API);

    @TempDir
    private Path folder;

    private ComposeFile compose;
    private List<ComposeService> services;

    @BeforeEach
    void read() throws IOException {
        compose = ComposeFile.read(Map.of());
        services = compose.services();
    }

    @Test
    void everyServiceRestartsIsCheckedAndLimitsItsLog() {
        assertThat(services).hasSize(6).allSatisfy(service -> {
            assertThat(service.text("restart")).isEqualTo("unless-stopped");
            assertThat(service.healthCheck()).isNotEmpty();
            assertThat(service.settings().path("logging").toString()).contains("max-size", "max-file");
            assertThat(service.list("security_opt")).containsExactly("no-new-privileges:true");
        });
    }

    @Test
    void pettysServicesCanWriteOnlyTheirHomeAndTemporaryFilesAndHaveNoCapabilities() {
        assertThat(OWN).map(compose::service).allSatisfy(service -> {
            assertThat(service.text("read_only")).isEqualTo("true");
            assertThat(service.list("cap_drop")).containsExactly("ALL");
            assertThat(service.settings().propertyNames()).doesNotContain("cap_add", "privileged", "user");
            assertThat(service.mounts()).containsExactly(new ComposeService.Mount("home", "/petty"));
            // Docker's default is noexec, and Petty loads a native library from there.
            assertThat(service.list("tmpfs")).singleElement().asString().startsWith("/tmp:exec,");
            assertThat(service.text("mem_limit")).matches("[0-9]+[mg]");
        });
    }

    @Test
    void portsArePublishedOnLoopbackOnly() {
        assertThat(services)
                .flatMap(service -> service.list("ports"))
                .hasSize(4)
                .allMatch(port -> port.matches("127\\.0\\.0\\.1:[0-9]+:[0-9]+"));
        assertThat(services)
                .filteredOn(service -> service.list("networks").contains("published"))
                .allSatisfy(service -> assertThat(service.list("ports")).isNotEmpty());
    }

    @Test
    void imagesOfOthersHaveExactTags() {
        assertThat(services)
                .filteredOn(service -> !OWN.contains(service.name()))
                .map(service -> service.text("image"))
                .allMatch(image -> image.matches("[a-z/0-9]+:v?[0-9]+\\.[0-9]+(\\.[0-9]+)?(-bookworm)?"));
    }

    @Test
    void theStoreHasTheVersionThatTheTestsRun() {
        String version = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.matches(".*/s3proxy-[^/]*\\.jar"))
                .map(entry -> entry.replaceFirst(".*/s3proxy-([^/]*)\\.jar", "$1"))
                .collect(Collectors.joining());
        assertThat(compose.service("store").text("image")).isEqualTo("andrewgaul/s3proxy:" + version);
    }

    @Test
    void secretsAreFilesThatTheScriptCreates() throws Exception {
        createSecrets();
        Set<String> created = Set.of(folder.toFile().list());

        assertThat(compose.secrets())
                .containsExactlyInAnyOrderElementsOf(created)
                .allSatisfy(name -> assertThat(compose.secretFile(name)).isEqualTo("./secrets/" + name));
        assertThat(services)
                .flatMap(ComposeService::secrets)
                .map(ComposeService.Secret::source)
                .containsAll(created)
                .allMatch(created::contains);
        assertThat(services)
                .flatMap(service -> service.environment().entrySet())
                .filteredOn(variable -> variable.getKey().matches(".*(PASSWORD|SECRET|CREDENTIAL|KEY).*"))
                .isNotEmpty()
                .allSatisfy(variable -> {
                    assertThat(variable.getKey()).endsWith("_FILE");
                    assertThat(variable.getValue()).startsWith("/run/secrets/");
                });
    }

    @Test
    void mountsWhatExistsAndUsesEveryVolume() {
        assertThat(services).flatMap(ComposeService::mounts).allSatisfy(mount -> {
            if (!mount.isVolume()) {
                assertThat(ComposeFile.FOLDER.resolve(mount.source())).exists();
            }
        });
        Set<String> used = new TreeSet<>();
        services.forEach(service -> service.mounts().stream()
                .filter(ComposeService.Mount::isVolume)
                .forEach(mount -> used.add(mount.source())));
        assertThat(used).containsExactlyInAnyOrderElementsOf(compose.volumes());
    }

    @Test
    void grafanaFindsItsDashboardAndItsDataSource() throws IOException {
        ComposeService grafana = compose.service("grafana");
        assertThat(grafana.mounts())
                .contains(
                        new ComposeService.Mount("./grafana/provisioning", "/etc/grafana/provisioning"),
                        new ComposeService.Mount("./grafana/dashboards", "/etc/grafana/dashboards"));
        assertThat(ComposeFile.yaml("grafana/provisioning/dashboards/petty.yaml")
                        .at("/providers/0/options/path")
                        .asString())
                .isEqualTo("/etc/grafana/dashboards");
        assertThat(grafana.environment())
                .containsEntry(
                        "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH",
                        "/etc/grafana/dashboards/" + GrafanaDashboard.FILE.getFileName());

        JsonNode source = ComposeFile.yaml("grafana/provisioning/datasources/prometheus.yaml")
                .at("/datasources/0");
        assertThat(GrafanaDashboard.read().sources())
                .containsExactly(source.path("uid").asString());
        URI url = URI.create(source.path("url").asString());
        assertThat(compose.service(url.getHost()).list("ports")).containsExactly("127.0.0.1:9090:" + url.getPort());
        assertThat(compose.service(url.getHost()).list("networks")).containsAnyElementsOf(grafana.list("networks"));
    }

    @Test
    void creatingSecretsAgainKeepsThem() throws Exception {
        Path secret = folder.resolve("database-password");
        Files.writeString(secret, "mine");
        createSecrets();
        assertThat(secret).hasContent("mine");
    }

    private void createSecrets() throws Exception {
        LimitedProcess.Ended script = LimitedProcess.run(
                new ProcessBuilder(ComposeFile.FOLDER.resolve("create-secrets").toString(), folder.toString()),
                WrittenLines.PATIENCE);
        assertThat(script.code()).as(script.written()).isZero();
    }
}
