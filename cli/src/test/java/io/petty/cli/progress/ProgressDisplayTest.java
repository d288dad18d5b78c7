package io.petty.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.Terminal;
import io.petty.jobs.Progress;
import io.petty.output.StandardOutput;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private final Progress progress = new Progress();
    private final StringWriter written = new StringWriter();

    @Test
    void clearsTheTerminalsLineWhenClosed() {
        ProgressDisplay display = new ProgressDisplay(progress, terminal(true));
        progress.begin("Reading", "files", 2);
        progress.unitDone();
        display.close();

        assertThat(written.toString())
                .startsWith("\rReading  [")
                .contains("1/2 files")
                .contains("\u001b[K\r\u001b[K");
    }

    @Test
    void writesNothingIfNoPhaseBegan() {
        new ProgressDisplay(progress, terminal(true)).close();

        assertThat(written.toString()).isEmpty();
    }

    private Terminal terminal(boolean bars) {
        return new Terminal(
                new StandardOutput(OutputStream.nullOutputStream()), new PrintWriter(written), false, bars, 80);
    }
}
