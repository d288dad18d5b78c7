package io.petty.cli.progress;

import io.petty.cli.workspace.Terminal;
import io.petty.jobs.Progress;
import io.petty.jobs.Progress.Phase;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Shows the progress of work on standard error until it is closed. */
public final class ProgressDisplay implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final Progress progress;
    private final PrintWriter err;
    private final ProgressLines lines;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    public ProgressDisplay(Progress progress, Terminal terminal) {
        this.progress = progress;
        this.err = terminal.err();
        this.lines = new ProgressLines(terminal.bars(), terminal.columns());
        Map<String, String> fields = MDC.getCopyOfContextMap();
        this.thread = new Thread(() -> showUntilClosed(fields), "progress-display");
        // The display must never keep the command from ending.
        thread.setDaemon(true);
        thread.start();
    }

    /** @param fields the caller's log fields, since progress may be written to the log */
    private void showUntilClosed(@Nullable Map<String, String> fields) {
        MDC.setContextMap(fields == null ? Map.of() : fields);
        try {
            while (!closed.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Phase phase = progress.phase();
        long done = progress.done();
        long readings = progress.readings();
        // If a new phase began in between, the counts may be of either phase. The next look corrects them.
        if (phase.equals(progress.phase())) {
            write(lines.look(phase, done, readings, progress.executors(), System.nanoTime()));
        }
    }

    private void write(String text) {
        if (!text.isEmpty()) {
            err.print(text);
            err.flush();
        }
    }

    /** Removes the moving line, and reports how long the last phase took. */
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        look();
        write(lines.end());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
