package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.Behavior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the sample data gives the timelines stored with it, and that each behavior can be explained. */
class SampleDataTest {
    private static final Path SAMPLE = Path.of("..", "sample-data");
    private static final Path TIMELINES = SAMPLE.resolve("timelines");

    private static final Pattern ID = Pattern.compile("\"event_id\":\"(evt_[0-9a-f]{24})\"");
    private static final Pattern BEHAVIOR = Pattern.compile("\"behavior\":\"([^\"]+)\"");

    @Test
    void sampleDataGivesTheExpectedTimelines(@TempDir Path folder) throws IOException {
        RawFolder raw = new RawFolder(SAMPLE.resolve("raw"));
        PettyHome home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", raw.folder());
        ReferenceLake.of(raw).assertEqualTo(home);
        explainsAnEventOfEachBehavior(home);

        home.command("run", "--feedback", SAMPLE.resolve("feedback"));
        home.command("backfill", "--from", "2026-11-17", "--to", "2026-11-21", "--only", "stale");
        assertThat(home.command("status")).doesNotContain("stale");
        try (Stream<Path> files = Files.list(TIMELINES)) {
            assertThat(files).hasSameSizeAs(home.eventDays());
        }
        for (LocalDate day : home.eventDays()) {
            assertThat(home.export("timelines", day))
                    .as("timelines of %s", day)
                    .isEqualTo(Files.readString(TIMELINES.resolve("dt=%s.ndjson".formatted(day))));
        }
    }

    private static void explainsAnEventOfEachBehavior(PettyHome home) {
        Set<Behavior> explained = EnumSet.noneOf(Behavior.class);
        for (LocalDate day : home.eventDays()) {
            for (String event : home.export("timelines", day).lines().toList()) {
                Behavior behavior = Behavior.ofLabel(found(BEHAVIOR, event));
                if (explained.add(behavior)) {
                    assertThat(home.command("explain", found(ID, event)))
                            .startsWith(behavior.label() + " of collar ")
                            .contains(
                                    found(ID, event),
                                    "Why " + behavior.label(),
                                    "Its session lasts from",
                                    "Published by run 1 (./petty run) at 2026-11-30T01:00:00.000Z, ruleset 2027.1",
                                    "The day is fresh",
                                    "Its readings came from\n  delivery day 2",
                                    "    dt=2")
                            .doesNotContain("it differs", "no longer in force");
                }
            }
        }
        assertThat(explained).isEqualTo(EnumSet.allOf(Behavior.class));
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
