package io.petty.cli.commands;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.petty.cli.progress.ProgressDisplay;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.RunLock;
import io.petty.cli.workspace.StopSignals;
import io.petty.cli.workspace.WorkFiles;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.FailureText;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.partition.PartitionEngine;
import io.petty.jobs.update.LakeUpdate;
import io.petty.jobs.update.NothingDeliveredException;
import io.petty.jobs.update.RunOutcome;
import io.petty.lake.LeaseHolder;
import io.petty.lake.lease.Lease;
import io.petty.lake.lease.LeaseLostException;
import io.petty.lake.lease.Leases;
import io.petty.scheduler.MachineName;
import io.petty.scheduler.telemetry.RunSummary;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.dao.DataAccessException;

/** Does what writes to the lake, one at a time, and tells how it went. */
final class WritingCommand {
    private static final long WAIT_MILLIS = 500;
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(30);

    private final CommandContext context;
    private final Workspace workspace;
    private final String command;
    private final String goOn;
    private final boolean toWait;
    private final StopRequest stop;
    private final Progress progress = new Progress();
    private @Nullable RunTelemetry telemetry;

    /**
     * Makes ready to write.
     *
     * @param command what is to be done, for the record of runs and for who finds the lake held
     * @param toWait whether to wait while another run holds the lake
     */
    WritingCommand(CommandContext context, Workspace workspace, String command, boolean toWait) {
        this(context, workspace, command, command, toWait);
    }

    /**
     * Makes ready to write what isn't a command by itself.
     *
     * @param goOn the command that goes on with it after it was stopped
     */
    WritingCommand(CommandContext context, Workspace workspace, String command, String goOn, boolean toWait) {
        this.context = context;
        this.workspace = workspace;
        this.command = command;
        this.goOn = goOn;
        this.toWait = toWait;
        this.stop = context.stop();
    }

    /** How far the work is. */
    Progress progress() {
        return progress;
    }

    /** The work itself. */
    interface Work {
        RunOutcome on(LakeUpdate run, Lease lease) throws IOException, NothingDeliveredException;
    }

    /** Work that makes no outcome of days. */
    interface LakeWork {
        Result on(Lease lease) throws IOException, NothingDeliveredException;
    }

    /**
     * How it went.
     *
     * @param code what the command ends with unless there is an outcome
     * @param outcome what was done; null when the lake was held or the run was stopped
     */
    record Result(int code, @Nullable RunOutcome outcome, long nanos) {}

    /** Does the work while no other process writes, prints the outcome, and returns the exit code. */
    int execute(Work work) throws IOException, NothingDeliveredException {
        Result result = write(work);
        return result.outcome() == null
                ? result.code()
                : new RunReport(context.terminal(), workspace).print(result.outcome(), result.nanos());
    }

    /** Does the work while no other process writes. */
    Result write(Work work) throws IOException, NothingDeliveredException {
        return hold(lease -> write(lease, work));
    }

    /** Does what needs the lake for itself but runs no job. */
    Result hold(LakeWork work) throws IOException, NothingDeliveredException {
        StopSignals.listen(stop, context.terminal().err());
        RunLock lock = RunLock.take(workspace.settings().home()).orElse(null);
        try (lock;
                Lease lease = take(workspace.leases(), lock)) {
            warnOfUnfinished();
            if (lease == null) {
                return new Result(stop.isRequested() ? stopped() : ExitCode.HELD, null, 0);
            }
            return guarded(lease, work);
        }
    }

    /** Only who has the collar's id can end it. */
    private void warnOfUnfinished() {
        long unfinished =
                command.equals(ForgetCommand.NAME) ? 0 : workspace.forgotten().unfinished();
        if (unfinished > 0) {
            context.terminal()
                    .err()
                    .printf(
                            "petty: the erasing of %,d forgotten collar%s was cut off: give ./petty forget COLLAR%s again, which ends it%n",
                            unfinished, unfinished == 1 ? "" : "s", workspace.homeOption());
        }
    }

    /** Ends the run's record however the work ends, unless it is lost. */
    private Result guarded(Lease lease, LakeWork work) throws IOException, NothingDeliveredException {
        try (RunTelemetry watching = new RunTelemetry(context, workspace, lease.run(), command)) {
            telemetry = watching;
            return watched(lease, work, watching);
        }
    }

    private Result watched(Lease lease, LakeWork work, RunTelemetry watching)
            throws IOException, NothingDeliveredException {
        long started = System.nanoTime();
        try {
            workspace.lake().evolveTables();
            Result result = work.on(lease);
            watching.ended(result.outcome());
            return result;
        } catch (StopRequest.StoppedException e) {
            watching.ended(RunSummary.State.STOPPED, null);
            workspace.runs().stop(lease.run());
            context.terminal()
                    .err()
                    .printf(
                            "petty: run %d stopped; what was published stays as it was. Go on with ./petty %s%s%n",
                            lease.run(), goOn, workspace.homeOption());
            return new Result(stopped(), null, System.nanoTime() - started);
        } catch (LeaseLostException e) {
            watching.ended(RunSummary.State.LOST, e);
            throw e;
        } catch (IOException | NothingDeliveredException | RuntimeException | Error e) {
            watching.ended(RunSummary.State.FAILED, e);
            workspace.runs().fail(lease.run(), FailureText.of(e));
            throw e;
        }
    }

    private @Nullable Lease take(Leases leases, @Nullable RunLock lock) {
        String homeLock = lock == null ? null : lock.name();
        String process = "process %d on %s".formatted(ProcessHandle.current().pid(), MachineName.name());
        String told = "";
        long patience = System.nanoTime() + DATABASE_PATIENCE.toNanos();
        while (!stop.isRequested()) {
            Optional<Lease> lease;
            Optional<LeaseHolder> holder;
            try {
                lease = leases.take(command, process, homeLock, stop::request);
                holder = lease.isPresent() ? Optional.empty() : leases.holder(homeLock);
            } catch (DataAccessException e) {
                // The process that served the embedded database may just have ended: another one does in a moment.
                if (System.nanoTime() > patience) {
                    throw e;
                }
                pause();
                continue;
            }
            if (lease.isPresent()) {
                return lease.get();
            }
            String holding = holder.map(LeaseHolder::description).orElse("another run");
            if (!toWait && holder.isPresent()) {
                context.terminal()
                        .err()
                        .printf(
                                "petty: %s holds the lake, alive %d s ago; wait for it with --wait%n",
                                holding, holder.get().silence().toSeconds());
                return null;
            }
            if (toWait && !holding.equals(told)) {
                context.terminal().err().printf("petty: waiting for %s%n", holding);
                told = holding;
            }
            pause();
        }
        return null;
    }

    private static void pause() {
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the lake", e);
        }
    }

    private static int stopped() {
        return StopSignals.exitCode() == 0 ? ExitCode.FAILED : StopSignals.exitCode();
    }

    private Result write(Lease lease, Work work) throws IOException, NothingDeliveredException {
        long started = System.nanoTime();
        WorkFiles files = workspace.workFiles();
        try (LakeUpdate update =
                workspace.lakeUpdate(lease, stop, progress, files.open(), stepListeners(), this::figures)) {
            RunOutcome outcome;
            try (ProgressDisplay display = new ProgressDisplay(progress, context.terminal())) {
                outcome = work.on(update, lease);
            }
            if (outcome.failures().isEmpty()) {
                files.delete();
            }
            return new Result(ExitCode.DONE, outcome, System.nanoTime() - started);
        }
    }

    /** Makes an engine for work that runs no job. */
    PartitionEngine engine(Lease lease) {
        return workspace.engine(lease, stop, progress, this::figures);
    }

    private MeterRegistry figures() {
        return telemetry == null ? new SimpleMeterRegistry() : telemetry.figures();
    }

    private List<StepExecutionListener> stepListeners() {
        return telemetry == null ? List.of() : telemetry.stepListeners();
    }
}
