package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample data gives the timelines that lie beside it. */
class SampleDataTest {
    private static final Path SAMPLE = Path.of("..", "sample-data");
    private static final Path TIMELINES = SAMPLE.resolve("timelines");

    @Test
    void sampleDataGivesTheTimelinesBesideIt(@TempDir Path folder) throws IOException {
        RawFolder raw = new RawFolder(SAMPLE.resolve("raw"));
        PettyHome home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", raw.folder());
        ReferenceLake.of(raw).assertEqualTo(home);

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
}
