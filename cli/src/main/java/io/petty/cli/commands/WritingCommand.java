package io.petty.cli.commands;

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
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Executes a command's work on the lake: waits for the lease, records the run and its outcome, and reports progress and
 * failures.
 */
final class WritingCommand {
    private static final long WAIT_MILLIS = 500;
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(30);

    private final CommandContext context;
    private final PrintWriter err;
    private final Workspace workspace;
    private final String command;
    private final String continuation;
    private final boolean toWait;
    private final StopRequest stop;
    private final Progress progress = new Progress();
    private @Nullable RunTelemetry telemetry;

    /**
     * @param command the command as recorded with the run, and as shown to other processes while the run holds the lake
     * @param toWait whether to wait while another run holds the lake
     */
    WritingCommand(CommandContext context, Workspace workspace, String command, boolean toWait) {
        this(context, workspace, command, command, toWait);
    }

    /** @param continuation the command that continues the work after it was stopped */
    WritingCommand(CommandContext context, Workspace workspace, String command, String continuation, boolean toWait) {
        this.context = context;
        this.workspace = workspace;
        this.command = command;
        this.continuation = continuation;
        this.toWait = toWait;
        this.stop = context.stop();
        this.err = context.terminal().err();
    }

    /** Returns the progress of the work. */
    Progress progress() {
        return progress;
    }

    /** Work that consists of jobs. */
    interface Work {
        RunOutcome on(LakeUpdate run, Lease lease) throws IOException, NothingDeliveredException;
    }

    /** Work without jobs. */
    interface LakeWork {
        void on(Lease lease) throws IOException;
    }

    private interface GuardedWork {
        @Nullable
        RunOutcome on(Lease lease, RunTelemetry watching) throws IOException, NothingDeliveredException;
    }

    /**
     * How the work ended.
     *
     * @param code the exit code; only valid without an outcome
     * @param outcome null if the lake was held, the run was stopped, or the work had no jobs
     */
    record Result(int code, @Nullable RunOutcome outcome, long nanos) {}

    /** Does the work, prints its outcome, and returns the exit code. */
    int execute(Work work) throws IOException, NothingDeliveredException {
        Result result = write(work);
        return result.outcome() == null
                ? result.code()
                : new RunReport(context.terminal(), workspace).print(result.outcome(), result.nanos());
    }

    /** Does the work while no other process writes. */
    Result write(Work work) throws IOException, NothingDeliveredException {
        return guarded((lease, watching) -> update(lease, watching, work));
    }

    /** Does the work while no other process writes, and returns the exit code. */
    int hold(LakeWork work) throws IOException, NothingDeliveredException {
        return guarded((lease, watching) -> {
                    work.on(lease);
                    workspace.runs().complete(lease.run());
                    return null;
                })
                .code();
    }

    private Result guarded(GuardedWork work) throws IOException, NothingDeliveredException {
        StopSignals.listen(stop, err);
        RunLock lock = RunLock.take(workspace.settings().home()).orElse(null);
        try (lock;
                Lease lease = take(workspace.leases(), lock)) {
            warnOfUnfinished();
            if (lease == null) {
                return new Result(stop.isRequested() ? stopped() : ExitCode.HELD, null, 0);
            }
            try (RunTelemetry watching = new RunTelemetry(context, workspace, lease.run(), command)) {
                telemetry = watching;
                return recorded(lease, watching, work);
            }
        }
    }

    /** Only the user knows the collar's id, so only the user can complete its erasure. */
    private void warnOfUnfinished() {
        long unfinished =
                command.equals(ForgetCommand.NAME) ? 0 : workspace.forgotten().unfinished();
        if (unfinished > 0) {
            err.printf(
                    "petty: the erasure of %,d collar%s was cut off; complete it with ./petty forget COLLAR%s%n",
                    unfinished, unfinished == 1 ? "" : "s", workspace.homeOption());
        }
    }

    /** Records how the run ended, unless it has lost its lease. */
    private Result recorded(Lease lease, RunTelemetry watching, GuardedWork work)
            throws IOException, NothingDeliveredException {
        try {
            workspace.lake().evolveTables();
            long started = System.nanoTime();
            RunOutcome outcome = work.on(lease, watching);
            watching.ended(outcome);
            return new Result(ExitCode.DONE, outcome, System.nanoTime() - started);
        } catch (StopRequest.StoppedException e) {
            watching.ended(RunSummary.State.STOPPED, null);
            workspace.runs().stop(lease.run());
            err.printf(
                    "petty: run %d stopped; published days are unchanged. Continue with ./petty %s%s%n",
                    lease.run(), continuation, workspace.homeOption());
            return new Result(stopped(), null, 0);
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
        String shown = "";
        long deadline = System.nanoTime() + DATABASE_PATIENCE.toNanos();
        while (!stop.isRequested()) {
            Optional<Lease> lease;
            Optional<LeaseHolder> holder;
            try {
                lease = leases.take(command, process, homeLock, stop::request);
                holder = lease.isPresent() ? Optional.empty() : leases.holder(homeLock);
            } catch (DataAccessException e) {
                // The process that served the embedded database may just have ended; another one takes over soon.
                if (System.nanoTime() > deadline) {
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
                err.printf(
                        "petty: %s holds the lake and renewed its lease %d s ago; wait for it with --wait%n",
                        holding, holder.get().silence().toSeconds());
                return null;
            }
            if (toWait && !holding.equals(shown)) {
                err.printf("petty: waiting for %s%n", holding);
                shown = holding;
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

    private RunOutcome update(Lease lease, RunTelemetry watching, Work work)
            throws IOException, NothingDeliveredException {
        WorkFiles files = workspace.workFiles();
        try (LakeUpdate update = workspace.lakeUpdate(
                lease, stop, progress, files.open(), watching.stepListeners(), watching::figures)) {
            RunOutcome outcome;
            try (ProgressDisplay display = new ProgressDisplay(progress, context.terminal())) {
                outcome = work.on(update, lease);
            }
            if (outcome.failures().isEmpty()) {
                files.delete();
            }
            return outcome;
        }
    }

    /** Creates an engine for work without jobs. */
    PartitionEngine engine(Lease lease) {
        return workspace.engine(
                lease, stop, progress, Objects.requireNonNull(telemetry, "the lake isn't held")::figures);
    }
}
