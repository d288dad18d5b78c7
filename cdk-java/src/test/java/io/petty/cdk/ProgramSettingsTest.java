package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Stage;
import io.petty.cdk.Synthesized.Variant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests that the stacks pass only settings that the programs read, according to their sources and documentation. */
class ProgramSettingsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern PROPERTY = Pattern.compile("`(petty\\.[a-z0-9.-]+)`");
    private static final Pattern VARIABLE = Pattern.compile("PETTY_[A-Z0-9_]+");

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void passesOnlyDocumentedSettingsToPrograms(Variant variant) {
        Set<String> known = new TreeSet<>();
        for (String page : Set.of("operating.md", "using.md", "deploying.md")) {
            String text = text(ROOT.resolve("docs").resolve(page));
            PROPERTY.matcher(text).results().forEach(property -> known.add(normalized(property.group(1))));
            VARIABLE.matcher(text).results().forEach(variable -> known.add(normalized(variable.group())));
        }
        Set<String> passed = new TreeSet<>();
        for (JsonNode container : Synthesized.of(variant).containers()) {
            passed.addAll(Synthesized.environment(container).keySet());
            container
                    .path("Secrets")
                    .forEach(secret -> passed.add(secret.path("Name").asString()));
        }
        // A setting of the collector, which isn't Petty's program.
        passed.remove("AOT_CONFIG_CONTENT");

        assertThat(passed).hasSizeGreaterThan(15).contains("PETTY_LAKE", "PETTY_USER_KEY_SECRET");
        assertThat(passed).allMatch(name -> known.contains(normalized(name)), "documented");
    }

    /**
     * Otherwise the API would refuse the tokens that the access task issues, and sign-in links would lead elsewhere.
     */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void letsTheAccessTaskIssueTokensThatTheApiAccepts(Variant variant) {
        for (String name : List.of("PETTY_API_URL", "PETTY_ACCESS_ISSUER")) {
            assertThat(value(variant, "access", name)).startsWith("https://").isEqualTo(value(variant, "api", name));
        }
    }

    /** Only runs and maintenance have the right to send metrics. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void onlyTasksThatRecordRunsSendMetricsToCloudWatch(Variant variant) {
        assertThat(Synthesized.of(variant).resources("AWS::ECS::TaskDefinition").stream()
                        .filter(task -> task.properties().toString().contains("PETTY_METRICS_CLOUDWATCH"))
                        .map(task -> task.properties()
                                .at("/ContainerDefinitions/0/Name")
                                .asString()))
                .containsExactlyInAnyOrder("run", "maintenance");
    }

    private static String value(Variant variant, String container, String name) {
        return Objects.requireNonNull(
                        Synthesized.environment(Synthesized.of(variant).container(container))
                                .get(name),
                        name + " of " + container)
                .asString();
    }

    /** Removes case and separators, since a property and its environment variable differ only in these. */
    private static String normalized(String name) {
        return name.replaceAll("[._-]", "").toUpperCase(Locale.ROOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"petty.run", "petty.days.failed", "petty.days.published", "petty.rejects", "petty.step"})
    void watchesMetricsThatProgramsSend(String figure) {
        String source = text(ROOT.resolve("scheduler/src/main/java/io/petty/scheduler/telemetry/RunMetrics.java"));

        assertThat(source).contains("\"" + figure + "\"");
        assertThat(Synthesized.of(Stage.PRODUCTION).resources())
                .extracting(resource -> resource.properties().toString())
                .anyMatch(properties -> properties.contains(figure + "."));
    }

    @Test
    void filtersFieldsThatTheProgramsLog() {
        String source = text(ROOT.resolve("scheduler/src/main/java/io/petty/scheduler/telemetry/RunLog.java"))
                + text(ROOT.resolve("api-readonly/src/main/java/io/petty/api/timeline/FreshnessLog.java"));

        assertThat(Synthesized.of(Stage.PRODUCTION).resources("AWS::Logs::MetricFilter"))
                .hasSize(4)
                .allSatisfy(filter -> {
                    String pattern = filter.properties().path("FilterPattern").asString();
                    assertThat(Pattern.compile("\\$\\.([a-z_]+)")
                                    .matcher(pattern)
                                    .results())
                            .isNotEmpty()
                            .allSatisfy(field -> assertThat(source).contains("\"" + field.group(1) + "\""));
                    String value = filter.properties()
                            .path("MetricTransformations")
                            .path(0)
                            .path("MetricValue")
                            .asString();
                    assertThat(value.equals("1") || pattern.contains(value)).isTrue();
                });
    }

    /** Maintenance, and a run of a single day by hand, don't count as a night. */
    @Test
    void onlyTheScheduledRunCountsAsANight() {
        String command = text(ROOT.resolve("cli/src/main/java/io/petty/cli/commands/RunCommand.java"));
        String states = text(ROOT.resolve("scheduler/src/main/java/io/petty/scheduler/telemetry/RunSummary.java"));

        assertThat(Synthesized.of(Stage.PRODUCTION).resources("AWS::Logs::MetricFilter"))
                .extracting(filter -> filter.properties().path("FilterPattern").asString())
                .contains("{ $.run_state = \"completed\" && $.run_command = \"run\" }");
        assertThat(command).contains("(date == null ? \"run\" : \"run --date \" + date)");
        assertThat(states).contains("COMPLETED").contains("toLowerCase(Locale.ROOT)");
        assertThat(Synthesized.of(Stage.PRODUCTION).resources("AWS::ECS::TaskDefinition"))
                .filteredOn(task -> task.properties().path("Family").asString().endsWith("-run"))
                .singleElement()
                .satisfies(task -> assertThat(task.properties()
                                .at("/ContainerDefinitions/0/Command")
                                .toString())
                        .isEqualTo("[\"run\"]"));
    }

    @Test
    void namesSecretsAsTheProgramsDo() {
        String source = text(ROOT.resolve("access/src/main/java/io/petty/secret/SecretName.java"));

        assertThat(source).contains("\"signing-keys\"", "\"database\"");
        assertThat(Synthesized.of(Stage.STAGING).resources("AWS::SecretsManager::Secret"))
                .extracting(secret -> secret.properties().path("Name").asString())
                .contains("petty/staging/signing-keys", "petty/staging/database");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
