package io.petty.scheduler;

import io.petty.jobs.Progress;
import io.petty.jobs.batch.BatchJobs;
import io.petty.jobs.nightly.NightlyRun;
import io.petty.jobs.nightly.NothingDeliveredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Does what writes to the lake, one at a time, and tells how it went. */
final class WritingCommand {
    private final CommandContext context;
    private final Workspace workspace;

    WritingCommand(CommandContext context, Workspace workspace) {
        this.context = context;
        this.workspace = workspace;
    }

    /** The work itself. */
    interface Work {
        NightlyRun.Outcome on(NightlyRun run) throws IOException, NothingDeliveredException;
    }

    /** Does the work while no other process writes, and returns the exit code. */
    int execute(Work work) throws IOException, NothingDeliveredException {
        long started = System.nanoTime();
        Optional<RunLock> lock = RunLock.take(workspace.settings().home());
        if (lock.isEmpty()) {
            context.terminal()
                    .err()
                    .printf(
                            "petty: another run holds home %s; try again when it has ended%n",
                            workspace.settings().home());
            return Petty.HELD;
        }
        Path folder = workspace.settings().home().resolve("work");
        Progress progress = new Progress();
        try (RunLock held = lock.get();
                BatchJobs jobs = workspace.batchJobs(progress, folder)) {
            // What an earlier run left behind when it was killed is of no use to this one.
            deleteFolder(folder);
            NightlyRun.Outcome outcome;
            try (ProgressDisplay display = new ProgressDisplay(progress, context.terminal())) {
                outcome = work.on(workspace.nightlyRun(jobs));
            }
            deleteFolder(folder);
            return new RunReport(context.terminal(), workspace).print(outcome, System.nanoTime() - started);
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
