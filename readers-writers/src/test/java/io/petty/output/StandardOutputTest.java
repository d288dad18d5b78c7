package io.petty.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    private final StringWriter err = new StringWriter();

    @Test
    void keepsTheExitCodeIfAllOutputIsWritten() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        StandardOutput out = new StandardOutput(written);
        out.print("größer");

        assertThat(end(out, 0)).isZero();
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("größer");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void failsWithAMessageWhenTheDiskIsFull() throws IOException {
        try (StandardOutput out = new StandardOutput(Files.newOutputStream(Path.of("/dev/full")))) {
            // Buffered text is only written at the end.
            out.print("a line");

            assertThat(end(out, 0)).isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo(
                            "petty: standard output is incomplete: No space left on device. All other work of the command is complete.%n"
                                    .formatted());
        }
    }

    @Test
    void keepsTheExitCodeOfAFailedCommand() throws IOException {
        try (StandardOutput out = new StandardOutput(Files.newOutputStream(Path.of("/dev/full")))) {
            out.println("a line");

            assertThat(end(out, 4)).isEqualTo(4);
            assertThat(err.toString()).contains("No space left on device");
        }
    }

    @Test
    void writesNothingMoreAfterAFailure() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        StandardOutput out = new StandardOutput(new FullForAMoment(written));

        out.print("first");
        out.print("second");
        out.print("third");

        assertThat(end(out, 0)).isEqualTo(1);
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("first");
    }

    private int end(StandardOutput out, int code) {
        return out.end(code, new PrintWriter(err, true));
    }

    /** A disk that is full only during the second write. */
    private static final class FullForAMoment extends OutputStream {
        private final OutputStream disk;
        private int writes;

        private FullForAMoment(OutputStream disk) {
            this.disk = disk;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writes++;
            if (writes == 2) {
                throw new IOException("No space left on device");
            }
            disk.write(bytes, offset, length);
        }
    }
}
