package io.petty.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.Progress;
import io.petty.jobs.Progress.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTextTest {
    private static final long SECOND = 1_000_000_000;
    private static final Phase READING = new Phase("Reading raw files of 2026-11-20", "files", 24, 0);

    @Test
    void drawsTheProgressOfAPhase() {
        assertThat(ProgressText.moment(READING, 12, 7_600_000, 4 * SECOND, 120, true))
                .isEqualTo("Reading raw files of 2026-11-20  [" + "█".repeat(15) + "░".repeat(15)
                        + "]  12/24 files  1.9 M readings/s  4 s left");
    }

    @Test
    void showsProgressInWordsWithoutABar() {
        assertThat(ProgressText.moment(READING, 12, 7_600_000, 4 * SECOND, 120, false))
                .isEqualTo("Reading raw files of 2026-11-20  12/24 files  1.9 M readings/s  4 s left");
    }

    @Test
    void estimatesNoTimeLeftBeforeAnythingIsDone() {
        assertThat(ProgressText.moment(READING, 0, 0, 9 * SECOND, 120, false))
                .isEqualTo("Reading raw files of 2026-11-20  0/24 files");
        assertThat(ProgressText.moment(READING, 12, 0, SECOND / 2, 120, false)).doesNotContain("left");
        assertThat(ProgressText.moment(READING, 24, 0, 9 * SECOND, 120, false)).doesNotContain("left");
    }

    @Test
    void drawsNoBarIfTheTotalIsUnknown() {
        Phase phase = new Phase("Publishing", "days", 0, 0);

        assertThat(ProgressText.moment(phase, 0, 0, SECOND, 100, true)).isEqualTo("Publishing");
        assertThat(ProgressText.moment(phase, 2, 0, SECOND, 100, true)).isEqualTo("Publishing  2 days");
    }

    @Test
    void drawsAFullBarIfMoreIsDoneThanPlanned() {
        assertThat(ProgressText.moment(new Phase("Reading", "files", 2, 0), 3, 0, SECOND, 40, true))
                .isEqualTo("Reading  [██████████████████]  3/2 files");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 40, 52, 59, 70, 80, 99, 250})
    void neverExceedsTheColumns(int columns) {
        assertThat(ProgressText.moment(READING, 12, 7_600_000, 4 * SECOND, columns, true))
                .hasSizeLessThanOrEqualTo(columns);
        assertThat(ProgressText.finished(READING, 12, 7_600_000, 4 * SECOND, columns))
                .hasSizeLessThanOrEqualTo(columns);
    }

    @Test
    void leavesOutTheLeastImportantPartsOnNarrowTerminals() {
        assertThat(ProgressText.moment(READING, 12, 7_600_000, 4 * SECOND, 59, true))
                .isEqualTo("Reading raw files of 2026-11-20  [█████░░░░░░]  12/24 files");
        assertThat(ProgressText.moment(READING, 12, 7_600_000, 4 * SECOND, 10, true))
                .isEqualTo("Reading ra");
    }

    @Test
    void showsTheWorkOfAnExecutor() {
        assertThat(ProgressText.executor(new Progress.Executor("executor 3 on collie", 5, 2), 100))
                .isEqualTo("  executor 3 on collie  5 partitions done  2 in progress");
        assertThat(ProgressText.executor(new Progress.Executor("executor 3 on collie", 1, 0), 100))
                .isEqualTo("  executor 3 on collie  1 partition done");
    }

    @Test
    void showsTheDurationOfAPhase() {
        assertThat(ProgressText.finished(READING, 24, 7_980_000, 4_200_000_000L, 100))
                .isEqualTo("Reading raw files of 2026-11-20  4.2 s  24 files  1.9 M readings/s");
        assertThat(ProgressText.finished(READING, 3, 0, 75 * SECOND, 100))
                .isEqualTo("Reading raw files of 2026-11-20  1 min 15 s  3/24 files");
    }
}
