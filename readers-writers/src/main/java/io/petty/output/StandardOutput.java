package io.petty.output;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a command's results, in UTF-8. A {@link PrintStream} hides failures. This one remembers the first
 * failure, writes nothing more after it, and reports it when the command ends.
 */
public final class StandardOutput extends PrintStream {
    private static final int FAILED = 1;

    /**
     * The system's message for EPIPE. Translated messages, which occur only with a foreign {@code LC_ALL}, aren't
     * recognized.
     */
    private static final String BROKEN_PIPE = "Broken pipe";

    private final Watched watched;

    /** Writes to this stream instead of the process's standard output. */
    public StandardOutput(OutputStream out) {
        this(new Watched(out));
    }

    private StandardOutput(Watched watched) {
        super(new BufferedOutputStream(watched), true, StandardCharsets.UTF_8);
        this.watched = watched;
    }

    /** Returns the standard output of this process. */
    public static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    /**
     * Ends a command: flushes the buffer and prints a message if not everything was written. There is no message if a
     * reader such as {@code head} has closed the pipe, since it needs no more.
     *
     * @param code the exit code of the command's own work
     * @return {@code code}, or 1 if it is 0 but a message was printed
     */
    public int end(int code, PrintWriter err) {
        flush();
        IOException failure = watched.failure;
        if (failure == null || BROKEN_PIPE.equals(failure.getMessage())) {
            return code;
        }
        err.printf(
                "petty: standard output is incomplete: %s. All other work of the command is complete.%n",
                failure.getMessage());
        err.flush();
        return code == 0 ? FAILED : code;
    }

    private static final class Watched extends FilterOutputStream {
        private @Nullable IOException failure;

        private Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            attempt(() -> out.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            attempt(out::flush);
        }

        private interface Attempt {
            void run() throws IOException;
        }

        /**
         * Makes an attempt, unless an earlier one failed. Writing after a failure would leave a gap, or write a part
         * twice.
         */
        private void attempt(Attempt attempt) throws IOException {
            if (failure != null) {
                throw failure;
            }
            try {
                attempt.run();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
