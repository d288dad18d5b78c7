package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.petty.cdk.Synthesized.Stage;
import io.petty.cdk.settings.Size;
import io.petty.cdk.settings.StageSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/** Tests the validation of {@code cdk.json} and the command line. */
class StageSettingsTest {
    @Test
    void requiresAStage() {
        Map<String, Object> context = Synthesized.context(Stage.STAGING);
        context.remove("stage");

        assertRejected(context, "stage is missing: set it with -c stage=staging or -c stage=production");
    }

    @Test
    void rejectsAnUnknownStage() {
        Map<String, Object> context = Synthesized.context(Stage.STAGING);
        context.put("stage", "qa");

        assertRejected(context, "The context has no stage 'qa': add it under stages in cdk.json");
    }

    @Test
    void rejectsTheTagLatest() {
        Map<String, Object> context = Synthesized.context(Stage.STAGING);
        context.put("imageTag", "latest");

        assertRejected(context, "imageTag must be the tag of pushed images, other than latest, but is 'latest'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    region             | Frankfurt     | region must be a region's name such as eu-central-1, but is 'Frankfurt'
                    domain             | petty.org     | domain must be zoneName (example.org) or a name below it, but is 'petty.org'
                    hostedZone         | example.org   | hostedZone must be the id of a Route 53 zone, but is 'example.org'
                    account            | 1234          | account must be 12 digits, but is '1234'
                    nightlyHours       | 3,24          | nightlyHours must be hours such as 3,5,7, but is '3,24'
                    size               | tiny          | size must be small, standard or large, but is 'tiny'
                    database           | mysql         | database must be instance or aurora, but is 'mysql'
                    databaseClass      | m5.large      | databaseClass must be t4g.micro, t4g.small, t4g.medium, t4g.large, t4g.xlarge or t4g.2xlarge, but is 'm5.large'
                    anomalyMonitor     | default       | anomalyMonitor must be the ARN of a monitor of spend, but is 'default'
                    canaryCollar       | LUNA 01       | canaryCollar must be a collar's id, but is 'LUNA 01'
                    repository         | petty         | repository must be a repository on GitHub, OWNER/NAME, but is 'petty'
                    repository         | example/*     | repository must be a repository on GitHub, OWNER/NAME, but is 'example/*'
                    identityProvider   | arn:aws:iam::123456789012:oidc-provider/example.org | identityProvider must be the ARN of an OIDC provider for token.actions.githubusercontent.com, but is 'arn:aws:iam::123456789012:oidc-provider/example.org'
                    """)
    void rejectsAnInvalidText(String name, String value, String message) {
        assertRejected(with(name, value), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    runVcpu            | 3    | runVcpu must be 0.25, 0.5, 1, 2, 4, 8 or 16, but is '3.0'
                    workers            | -1   | workers must be from 0 to 1000, but is '-1'
                    workers            | 1001 | workers must be from 0 to 1000, but is '1001'
                    databaseMostUnits  | 0.25 | databaseMostUnits must be from databaseLeastUnits to 256, but is '0.25'
                    natGateways        | 3    | natGateways must be 0, 1 or 2, but is '3'
                    tracedRequests     | 101  | tracedRequests must be a percentage from 0 to 100, but is '101.0'
                    databaseStorage    | 10   | databaseStorage must be from 20 to 65536 GiB, but is '10'
                    """)
    void rejectsAnInvalidNumber(String name, double value, String message) {
        assertRejected(with(name, value), message);
    }

    @Test
    void namesASettingThatIsMissingOrOfTheWrongType() {
        assertRejected(with("domain", ""), "domain is missing: set it under stages.staging in cdk.json");
        assertRejected(with("workers", "many"), "workers isn't a number: correct it under stages.staging in cdk.json");
        assertRejected(
                with("firewall", "yes"), "firewall must be true or false: correct it under stages.staging in cdk.json");
    }

    @Test
    void rejectsAnUnknownSetting() {
        assertRejected(with("natGateway", 2), "natGateway is no setting: correct it under stages.staging in cdk.json");
    }

    @Test
    void aSizeHasDefaultsForTheSettingsThatTheStageLeavesOut() {
        StageSettings small = settings(with("size", "small"));
        StageSettings named = settings(with(Map.of("size", "small", "runVcpu", 4, "firewall", true)));

        assertThat(small.runVcpu()).isEqualTo(0.5);
        assertThat(small.firewall()).isFalse();
        assertThat(small.database().isAurora()).isFalse();
        assertThat(named.runVcpu()).isEqualTo(4);
        assertThat(named.firewall()).isTrue();
        assertThat(named.database()).isEqualTo(small.database());
    }

    @Test
    void anEnvironmentVariableOverridesTheSize() {
        Map<String, Object> context = Synthesized.context(Stage.PRODUCTION);

        assertThat(settings(context).size()).isEqualTo(Size.LARGE);
        assertThat(settings(context, Map.of("PETTY_SIZE", "standard")).size()).isEqualTo(Size.STANDARD);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> settings(context, Map.of("PETTY_SIZE", "medium")))
                .withMessage("size must be small, standard or large, but is 'medium'");
    }

    @Test
    void requiresASize() {
        Map<String, Object> context = Synthesized.context(Stage.PRODUCTION);
        context.put("stages", Map.of("production", Map.of("region", "eu-central-1")));

        assertRejected(context, "size must be small, standard or large, but is missing");
    }

    /** The number of buckets can't be changed, so a larger size must not change it. */
    @Test
    void allSizesHaveTheSameNumberOfBuckets() {
        assertThat(Stream.of(Size.values())
                        .map(size -> settings(with("size", size.label())).buckets()))
                .containsOnly(16);
    }

    @Test
    void workersNeedPrivateSubnetsAndContainerInsights() {
        assertRejected(
                with(Map.of("workers", 2, "natGateways", 0)),
                "natGateways must be 1 or 2 when there are workers, which must not have public addresses, but is '0'");
        assertRejected(
                with(Map.of("workers", 2, "containerInsights", false)),
                "containerInsights must be true when there are workers, because their alarms need it, but is 'false'");
    }

    @Test
    void requiresMemoryForTheMasterInAdditionToTheDriver() {
        assertThat(settings(with("workers", 2)).hasWorkers()).isTrue();
        assertRejected(
                with(Map.of("workers", 2, "runVcpu", 1)),
                "runVcpu must be at least 2 when there are workers, but is '1.0'");
        assertThat(settings(with("runVcpu", 1)).hasWorkers()).isFalse();
    }

    private static Map<String, Object> with(String name, Object value) {
        return with(Map.of(name, value));
    }

    private static Map<String, Object> with(Map<String, Object> values) {
        Map<String, Object> context = Synthesized.context(Stage.STAGING);
        Map<String, Object> staging = new LinkedHashMap<>();
        Map<?, ?> stages = (Map<?, ?>) Objects.requireNonNull(context.get("stages"));
        ((Map<?, ?>) Objects.requireNonNull(stages.get("staging")))
                .forEach((key, known) -> staging.put(String.valueOf(key), known));
        staging.putAll(values);
        context.put("stages", Map.of("staging", staging));
        return context;
    }

    private static StageSettings settings(Map<String, Object> context) {
        return settings(context, Map.of());
    }

    private static StageSettings settings(Map<String, Object> context, Map<String, String> environment) {
        return StageSettings.of(new App(AppProps.builder().context(context).build()).getNode(), environment);
    }

    private static void assertRejected(Map<String, Object> context, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> settings(context))
                .withMessage(message);
    }
}
