package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests that the rules find sleep in measured data: four people over seven days, with sleep logged by their devices.
 * The README beside the data names its source. {@code docs/accuracy.md} has the figures of all thirty days.
 */
class WearableAccuracyTest {
    private static final Path DATA = Path.of("src", "test", "resources", "wearable-2016");

    private static JsonNode report;
    private static String printed;

    @BeforeAll
    static void compare(@TempDir Path folder) throws IOException {
        PettyHome home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", DATA.resolve("raw"));
        Path json = folder.resolve("accuracy.json");
        Path plot = folder.resolve("accuracy.svg");
        printed = home.command("accuracy", "--truth", DATA.resolve("labels.csv.gz"), "--json", json, "--plot", plot);
        report = new JsonMapper().readTree(Files.readString(json));
        assertThat(plot).content().startsWith("<svg ").contains("Deep Sleep");
    }

    private static JsonNode sleep() {
        return of("behaviors", "Deep Sleep", "behavior", "Deep Sleep");
    }

    private static JsonNode of(String list, String behavior, String field, String value) {
        return StreamSupport.stream(report.get(list).spliterator(), false)
                .filter(entry -> entry.get("behavior").asString().equals(behavior)
                        && entry.get(field).asString().equals(value))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void findsSleepByMinute() {
        assertThat(report.get("minutes").asInt()).isGreaterThan(20_000);
        assertThat(sleep().get("precision").asDouble()).isGreaterThanOrEqualTo(0.85);
        assertThat(sleep().get("recall").asDouble()).isGreaterThanOrEqualTo(0.85);
        assertThat(sleep().get("kappa").asDouble()).isGreaterThanOrEqualTo(0.8);
    }

    @Test
    void findsAtMostTwoSleepsPerNight() {
        // Each scored day of a person contains about one night.
        assertThat(sleep().get("eventsADaySaid").asDouble()).isLessThanOrEqualTo(2);
        assertThat(sleep().get("eventsADaySaid").asDouble())
                .isLessThanOrEqualTo(2 * sleep().get("eventsADayTrue").asDouble());
    }

    @Test
    void statesConfidencesCloseToTheTruth() {
        JsonNode sure = of("confidences", "Deep Sleep", "ruleConfidence", "0.94");
        JsonNode rest = of("confidences", "Resting", "ruleConfidence", "0.95");

        assertThat(sure.get("trueMinutes").asDouble())
                .isCloseTo(sure.get("confidence").asDouble(), within(0.03));
        assertThat(rest.get("trueMinutes").asDouble())
                .isCloseTo(rest.get("confidence").asDouble(), within(0.03));
    }

    @Test
    void printsATable() {
        assertThat(printed)
                .startsWith("Timelines of 2016-04-16 to 2016-04-22 (UTC) against ")
                .contains("BEHAVIOR ", "Deep Sleep ", "TRUE MINUTES");
    }
}
