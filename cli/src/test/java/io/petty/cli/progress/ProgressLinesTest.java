package io.petty.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.Progress;
import io.petty.jobs.Progress.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private static final long SECOND = 1_000_000_000;
    private static final Phase NONE = new Phase("", "", 0, 0);
    private static final Phase READING = new Phase("Reading", "files", 4, 100 * SECOND);
    private static final Phase TELLING = new Phase("Telling", "collars", 9, 105 * SECOND);
    private static final String END = System.lineSeparator();

    @Test
    void writesAPlainLineWhenAPhaseEnds() {
        ProgressLines lines = new ProgressLines(false, 80);

        assertThat(lines.look(NONE, 0, 0, List.of(), 99 * SECOND)).isEmpty();
        assertThat(lines.look(READING, 1, 1_000, List.of(), 101 * SECOND)).isEmpty();
        assertThat(lines.look(TELLING, 0, 0, List.of(), 105 * SECOND))
                .isEqualTo("Reading  5.0 s  4 files  1.0 k readings/s" + END);
    }

    @Test
    void writesAPlainLineEveryTenSecondsOfALongPhase() {
        ProgressLines lines = new ProgressLines(false, 80);

        assertThat(lines.look(READING, 1, 0, List.of(), 109 * SECOND)).isEmpty();
        assertThat(lines.look(READING, 1, 0, List.of(), 110 * SECOND)).isEqualTo("Reading  1/4 files  30 s left" + END);
        assertThat(lines.look(READING, 2, 0, List.of(), 119 * SECOND)).isEmpty();
        assertThat(lines.look(READING, 2, 0, List.of(), 120 * SECOND)).isEqualTo("Reading  2/4 files  20 s left" + END);
    }

    @Test
    void showsEachExecutorEveryTenSecondsAndAtTheEnd() {
        List<Progress.Executor> executors =
                List.of(new Progress.Executor("executor 0 on a", 1, 1), new Progress.Executor("executor 1 on b", 2, 0));
        String shown = "  executor 0 on a  1 partition done  1 in progress" + END
                + "  executor 1 on b  2 partitions done" + END;
        ProgressLines lines = new ProgressLines(false, 80);

        assertThat(lines.look(READING, 3, 0, executors, 109 * SECOND)).isEmpty();
        assertThat(lines.look(READING, 3, 0, executors, 110 * SECOND))
                .isEqualTo("Reading  3/4 files  3 s left" + END + shown);
        assertThat(lines.end()).isEqualTo("Reading  10 s  3/4 files" + END + shown);

        ProgressLines terminal = new ProgressLines(true, 80);
        assertThat(terminal.look(READING, 3, 0, executors, 109 * SECOND)).doesNotContain("executor");
        assertThat(terminal.look(READING, 3, 0, executors, 110 * SECOND))
                .startsWith("\r\u001b[K" + shown + "Reading  [");
    }

    @Test
    void leavesNoLineForShortPhases() {
        ProgressLines lines = new ProgressLines(false, 80);
        lines.look(READING, 4, 9, List.of(), 100 * SECOND + 299_000_000);

        assertThat(lines.end()).isEmpty();
    }

    @Test
    void showsHowFarAnInterruptedPhaseGot() {
        ProgressLines lines = new ProgressLines(false, 80);
        lines.look(READING, 3, 0, List.of(), 102 * SECOND);

        assertThat(lines.end()).isEqualTo("Reading  2.0 s  3/4 files" + END);
        assertThat(lines.end()).isEmpty();
    }

    @Test
    void overwritesTheLineOfATerminal() {
        ProgressLines lines = new ProgressLines(true, 80);

        assertThat(lines.look(READING, 1, 0, List.of(), 101 * SECOND))
                .isEqualTo("\rReading  [███████░░░░░░░░░░░░░░░░░░░░░░░]  1/4 files  3 s left\u001b[K");
        assertThat(lines.look(TELLING, 0, 0, List.of(), 105 * SECOND))
                .isEqualTo("\r\u001b[KReading  5.0 s  4 files" + END + "\rTelling  [" + "░".repeat(30)
                        + "]  0/9 collars\u001b[K");
        assertThat(lines.look(TELLING, 9, 0, List.of(), 105 * SECOND + 100)).contains("9/9 collars");
        assertThat(lines.end()).isEqualTo("\r\u001b[K");
    }

    @Test
    void neverWritesToATerminalsLastColumn() {
        Phase phase = new Phase("x".repeat(100), "files", 4, 0);

        assertThat(new ProgressLines(true, 80).look(phase, 1, 0, List.of(), SECOND))
                .isEqualTo("\r" + "x".repeat(79) + "\u001b[K");
    }
}
