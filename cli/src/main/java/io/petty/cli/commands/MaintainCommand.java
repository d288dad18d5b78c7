package io.petty.cli.commands;

import io.petty.cli.progress.ProgressDisplay;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.WorkFiles;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.Progress;
import io.petty.jobs.maintain.Maintenance;
import io.petty.jobs.maintain.Removed;
import io.petty.lake.lease.Lease;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes what the retention settings no longer keep. */
@Command(
        name = "maintain",
        description = {
            "Remove old snapshots, files that no table knows, and records of old runs.",
            "How long each is kept is a setting (petty.retention.*)."
        },
        mixinStandardHelpOptions = true)
public final class MaintainCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Mixin
    private final WaitOption wait = new WaitOption();

    @Option(names = "--dry-run", description = "Show what it would remove, and remove nothing.")
    private boolean dryRun;

    MaintainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = context.openExisting(options)) {
            if (dryRun) {
                work(workspace, null);
                return ExitCode.DONE;
            }
            return new WritingCommand(context, workspace, "maintain", wait.toWait)
                    .hold(lease -> {
                        work(workspace, lease);
                        workspace.runs().complete(lease.run());
                        return new WritingCommand.Result(ExitCode.DONE, null, 0);
                    })
                    .code();
        }
    }

    /** Without a lease it only looks. */
    private void work(Workspace workspace, @Nullable Lease lease) throws IOException {
        WorkFiles work = workspace.workFiles();
        WorkFiles.Leftovers leftovers = work.leftovers();
        Progress progress = new Progress();
        Removed removed;
        try (ProgressDisplay display = new ProgressDisplay(progress, context.terminal())) {
            Maintenance maintenance = new Maintenance(
                    workspace.lake(), workspace.settings().retention(), context.clock(), context.stop(), progress);
            if (lease == null) {
                removed = maintenance.plan();
            } else {
                // With these goes the chance to restart a run whose uncommitted files may be among the orphans.
                if (leftovers.files() > 0) {
                    work.delete();
                }
                removed = maintenance.remove(lease);
            }
        }
        print(removed, leftovers);
    }

    private void print(Removed removed, WorkFiles.Leftovers leftovers) {
        PrintStream out = context.terminal().out();
        out.printf("%-12s  %9s  %7s  %15s  %7s  %15s%n", "TABLE", "SNAPSHOTS", "FILES", "BYTES", "ORPHANS", "BYTES");
        for (Removed.Files table : removed.tables()) {
            out.printf(
                    "%-12s  %,9d  %,7d  %,15d  %,7d  %,15d%n",
                    table.table(),
                    table.snapshots(),
                    table.files(),
                    table.bytes(),
                    table.orphans(),
                    table.orphanBytes());
        }
        out.printf(
                "%s: %,d publications, %,d runs, %,d jobs, %,d files in work (%,d bytes)%n",
                dryRun ? "Would be removed too" : "Removed too",
                removed.publications(),
                removed.runs(),
                removed.jobs(),
                leftovers.files(),
                leftovers.bytes());
    }
}
