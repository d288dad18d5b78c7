package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.petty.cdk.Synthesized.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
                    """)
    void rejectsAnInvalidText(String name, String value, String message) {
        assertRejected(with(name, value), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    runVcpu            | 3    | runVcpu must be 1, 2, 4, 8 or 16, but is '3'
                    workers            | -1   | workers must be from 0 to 1000, but is '-1'
                    workers            | 1001 | workers must be from 0 to 1000, but is '1001'
                    databaseMostUnits  | 0.25 | databaseMostUnits must be from databaseLeastUnits to 256, but is '0.25'
                    natGateways        | 3    | natGateways must be 1 or 2, but is '3'
                    """)
    void rejectsAnInvalidNumber(String name, double value, String message) {
        assertRejected(with(name, value), message);
    }

    @Test
    void namesTheMissingSetting() {
        assertRejected(with("domain", ""), "domain is missing: set it under stages.staging in cdk.json");
        assertRejected(
                with("workers", "many"), "workers is missing or not a number: set it under stages.staging in cdk.json");
    }

    @Test
    void requiresMemoryForTheMasterBesideTheDriver() {
        assertThat(settings(with("workers", 2)).hasWorkers()).isTrue();
        assertRejected(
                with(Map.of("workers", 2, "runVcpu", 1)),
                "runVcpu must be at least 2 when there are workers, but is '1'");
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
        return StageSettings.of(new App(AppProps.builder().context(context).build()).getNode());
    }

    private static void assertRejected(Map<String, Object> context, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> settings(context))
                .withMessage(message);
    }
}
