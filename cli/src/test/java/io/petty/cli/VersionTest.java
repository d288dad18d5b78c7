package io.petty.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.Terminal;
import io.petty.output.StandardOutput;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class VersionTest {
    /** The folder of the repository. It is missing in a source archive, in which case the commit is unknown. */
    private static final Path GIT = Path.of("../.git");

    @Test
    void printsTheVersionAndTheCommit() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(new StandardOutput(out), new PrintWriter(new StringWriter(), true), false, false, 80);

        int code = Petty.run(terminal, Clock.systemUTC(), "--version");

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches("petty \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?%s\n"
                        .formatted(Files.exists(GIT) ? " \\(commit [0-9a-f]{10}(-dirty)?\\)" : ""));
    }
}
