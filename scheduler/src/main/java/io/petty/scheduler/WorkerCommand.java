package io.petty.scheduler;

import io.petty.jobs.Progress;
import io.petty.jobs.batch.PartitionRunner;
import io.petty.jobs.queue.PartitionMessage;
import io.petty.jobs.worker.Claim;
import io.petty.jobs.worker.PartitionClaims;
import io.petty.jobs.worker.PartitionWorker;
import io.petty.jobs.worker.WorkerAccess;
import io.petty.jobs.worker.WorkerSettings;
import io.petty.jobs.worker.Workers;
import io.petty.settings.SettingsException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Does partitions of runs that other processes have begun, until there have been none for long. */
@Command(
        name = "worker",
        description = {
            "Do partitions of runs that other processes have begun, taken from an SQS queue.",
            "Any number of workers may take part, on any machine that reaches the queue (petty.workers.queue), the database,",
            "the raw files, the tables and petty.work. Each does petty.threads partitions at once and ends by itself after",
            "petty.workers.idle-limit without any. A run has its partitions done by workers when the same queue is set."
        },
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    WorkerCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = context.open(options, Map.of())) {
            WorkerAccess access = workspace.workerAccess();
            if (access == null) {
                throw new SettingsException(
                        "petty.workers.queue is not set: a worker takes its partitions from an SQS queue, whose URL the run and its workers must know");
            }
            return work(workspace, access);
        } catch (PartitionWorker.OtherSettingsException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
    }

    private int work(Workspace workspace, WorkerAccess access) throws Exception {
        PrintWriter err = context.terminal().err();
        StopSignals.listen(context.stop(), err);
        Progress progress = new Progress();
        WorkerSettings settings = access.settings();
        PartitionClaims claims = new PartitionClaims(workspace.dataSource(), settings);
        try (PartitionRunner runner = new PartitionRunner(
                workspace.jobParts(workspace.workFiles().shared()), claims, context.stop(), progress, List.of())) {
            int threads = workspace.settings().jobSettings().threads();
            PartitionWorker worker = new PartitionWorker(
                    access.queue(),
                    claims,
                    new Workers(workspace.dataSource(), settings),
                    settings,
                    access.shared(),
                    new RunnerWork(runner),
                    line -> err.printf("petty: %s%n", line),
                    context.stop(),
                    progress,
                    UUID.randomUUID().toString(),
                    "process %d on %s".formatted(ProcessHandle.current().pid(), Machine.name()),
                    threads);
            err.printf(
                    "petty: taking partitions from %s, %d at once%s%n",
                    settings.queue(), threads, idleLimit(settings.idleLimit()));
            PartitionWorker.Outcome outcome = worker.work();
            err.printf(
                    "petty: worker ended after %s partitions and %s readings; busy %s, waited %s while there was work%n",
                    HumanText.wholeCount(outcome.partitions()),
                    HumanText.wholeCount(outcome.readings()),
                    HumanText.duration(outcome.busyMillis()),
                    HumanText.duration(outcome.waitedMillis()));
            if (!outcome.answered() && !context.stop().isRequested()) {
                err.println("petty: the queue didn't answer when it was last asked");
                return Petty.FAILED;
            }
            return StopSignals.exitCode();
        }
    }

    private static String idleLimit(Duration limit) {
        return limit.isZero() ? "" : ", until there were none for " + HumanText.duration(limit.toMillis());
    }

    private record RunnerWork(PartitionRunner runner) implements PartitionWorker.Work {
        @Override
        public boolean knows(PartitionMessage message) {
            return PartitionRunner.knows(message);
        }

        @Override
        public void run(PartitionMessage message, Claim claim) throws Exception {
            runner.run(message, claim);
        }
    }
}
