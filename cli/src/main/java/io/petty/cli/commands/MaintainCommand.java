package io.petty.cli.commands;

import io.petty.cli.progress.ProgressDisplay;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.WorkFiles;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.Progress;
import io.petty.jobs.maintain.Maintenance;
import io.petty.jobs.maintain.Removed;
import io.petty.lake.lease.Lease;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes everything past its retention. */
@Command(
        name = "maintain",
        description = {
            "Remove old snapshots, files that belong to no table, and records of old runs.",
            "The settings petty.retention.* say how long each is kept."
        },
        mixinStandardHelpOptions = true)
public final class MaintainCommand extends LakeCommand {
    @Mixin
    private final WaitOption wait = new WaitOption();

    @Option(names = "--dry-run", description = "Only show what it would remove.")
    private boolean dryRun;

    MaintainCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = openExisting()) {
            if (dryRun) {
                work(workspace, null);
                return ExitCode.DONE;
            }
            return new WritingCommand(context, workspace, "maintain", wait.toWait)
                    .hold(lease -> work(workspace, lease));
        }
    }

    /** Removes old data or, without a lease, only shows what it would remove. */
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
                // A restart from the work files could need uncommitted files, which maintenance removes as orphans.
                if (leftovers.files() > 0) {
                    work.delete();
                }
                removed = maintenance.remove(lease);
            }
        }
        print(removed, leftovers);
    }

    private void print(Removed removed, WorkFiles.Leftovers leftovers) {
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
                dryRun ? "Would also be removed" : "Also removed",
                removed.publications(),
                removed.runs(),
                removed.jobs(),
                leftovers.files(),
                leftovers.bytes());
    }
}
