package io.petty.scheduler.telemetry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs the outcome of a run as one line, with its counts as fields. */
public final class RunLog {
    private static final Logger LOG = LoggerFactory.getLogger("petty.run");

    private RunLog() {}

    public static void ended(RunSummary run) {
        LOG.atLevel(run.state() == RunSummary.State.COMPLETED ? Level.INFO : Level.ERROR)
                .addKeyValue("run_state", run.state().label())
                .addKeyValue("run_command", run.command())
                .addKeyValue("run_millis", run.took().toMillis())
                .addKeyValue("run_ingested_days", run.ingested().size())
                .addKeyValue("run_incomplete_days", run.incomplete().size())
                .addKeyValue("run_published_days", run.published().size())
                .addKeyValue("run_failed_days", run.failed().size())
                .addKeyValue("run_readings", run.readings())
                .addKeyValue("run_rejects", run.rejects())
                .addKeyValue("run_forgotten", run.forgotten())
                .addKeyValue("run_unusable_files", run.unusableFiles())
                .addKeyValue("run_ignored_files", run.ignoredFiles())
                .addKeyValue("run_events", run.events())
                .log(
                        run.error() == null ? "Run {} {}" : "Run {} {}: {}",
                        run.run(),
                        run.state().label(),
                        run.error());
    }
}
