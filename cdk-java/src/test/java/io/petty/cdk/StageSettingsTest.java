package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.petty.cdk.Synthesised.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/** Validation of {@code cdk.json} and the command line. */
class StageSettingsTest {
    @Test
    void asksForAStage() {
        Map<String, Object> context = Synthesised.context(Stage.STAGING);
        context.remove("stage");

        refuses(context, "stage is missing: name one by -c stage=staging or -c stage=production");
    }

    @Test
    void refusesAStageThatIsntThere() {
        Map<String, Object> context = Synthesised.context(Stage.STAGING);
        context.put("stage", "qa");

        refuses(context, "There is no stage 'qa' in the context: put it below stages in cdk.json");
    }

    @Test
    void refusesImagesWhoseTagMovesOn() {
        Map<String, Object> context = Synthesised.context(Stage.STAGING);
        context.put("imageTag", "latest");

        refuses(context, "imageTag must be the tag of images that were pushed, other than latest, but is 'latest'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    region             | Frankfurt     | region must be a region's name such as eu-central-1, but is 'Frankfurt'
                    domain             | petty.org     | domain must be zoneName or a name below it, example.org, but is 'petty.org'
                    hostedZone         | example.org   | hostedZone must be the id of a Route 53 zone, but is 'example.org'
                    account            | 1234          | account must be 12 digits, but is '1234'
                    nightlyHours       | 3,24          | nightlyHours must be hours such as 3,5,7, but is '3,24'
                    """)
    void refusesATextThatMakesNoSense(String name, String value, String message) {
        refuses(with(name, value), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    runVcpu            | 3    | runVcpu must be 1, 2, 4, 8 or 16, but is '3'
                    workers            | -1   | workers must be from 0 to 1000, but is '-1'
                    workers            | 1001 | workers must be from 0 to 1000, but is '1001'
                    databaseMostUnits  | 0.25 | databaseMostUnits must be from databaseLeastUnits to 256, but is '0.25'
                    natGateways        | 3    | natGateways must be 1 or 2, but is '3'
                    """)
    void refusesANumberThatMakesNoSense(String name, double value, String message) {
        refuses(with(name, value), message);
    }

    @Test
    void tellsWhatIsMissing() {
        refuses(with("domain", ""), "domain is missing: put it below stages.staging in cdk.json");
        refuses(with("workers", "many"), "workers is missing or no number: put it below stages.staging in cdk.json");
    }

    @Test
    void wantsRoomForTheMasterBesideTheDriver() {
        assertThat(settings(with("workers", 2)).hasWorkers()).isTrue();
        refuses(
                with(Map.of("workers", 2, "runVcpu", 1)),
                "runVcpu must be at least 2 when there are workers, but is '1'");
        assertThat(settings(with("runVcpu", 1)).hasWorkers()).isFalse();
    }

    private static Map<String, Object> with(String name, Object value) {
        return with(Map.of(name, value));
    }

    private static Map<String, Object> with(Map<String, Object> values) {
        Map<String, Object> context = Synthesised.context(Stage.STAGING);
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

    private static void refuses(Map<String, Object> context, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> settings(context))
                .withMessage(message);
    }
}
