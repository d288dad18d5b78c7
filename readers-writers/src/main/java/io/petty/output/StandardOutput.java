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
 * The stream that a command writes its results to, in UTF-8. A {@link PrintStream} hides what goes wrong; this one
 * remembers the first failure, after which it writes nothing more, and lets the command end with a message and a code.
 */
public final class StandardOutput extends PrintStream {
    private static final int FAILED = 1;

    /** What Unix systems say of EPIPE. A translation, which only another {@code LC_ALL} than ours gives, isn't known. */
    private static final String BROKEN_PIPE = "Broken pipe";

    private final Watched watched;

    /** Writes to this stream in the place of the process's standard output. */
    public StandardOutput(OutputStream out) {
        this(new Watched(out));
    }

    private StandardOutput(Watched watched) {
        super(new BufferedOutputStream(watched), true, StandardCharsets.UTF_8);
        this.watched = watched;
    }

    /** The standard output of this process. */
    public static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    /**
     * Ends a command: writes what is still buffered and, unless all of it arrived, prints a message. A reader that has gone,
     * such as {@code head}, wanted no more: then there is no message.
     *
     * @param code what the command would end with
     * @return 1 in the place of 0 if not all was written, else the same code
     */
    public int end(int code, PrintWriter err) {
        flush();
        IOException failure = watched.failure;
        if (failure == null || BROKEN_PIPE.equals(failure.getMessage())) {
            return code;
        }
        err.printf(
                "petty: standard output is incomplete: %s. Whatever else the command did is done.%n",
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

        /** Writing on after a failure would leave a gap, or write a part twice. */
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
