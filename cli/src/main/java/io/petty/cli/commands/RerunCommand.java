package io.petty.cli.commands;

import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Workspace;
import java.time.LocalDate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Computes and publishes an event day again. */
@Command(
        name = "rerun",
        description = "Compute and publish an event day again from its readings if it is stale.",
        mixinStandardHelpOptions = true)
public final class RerunCommand extends LakeCommand {
    @Mixin
    private final WaitOption wait = new WaitOption();

    @Mixin
    private final SparkOption spark = new SparkOption();

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", required = true, description = "The event day.")
    private LocalDate date = LocalDate.EPOCH;

    @Option(names = "--force", description = "Publish the day again even if it is fresh.")
    private boolean force;

    RerunCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = context.openExisting(options, spark.settings())) {
            String command = "rerun --date " + date + (force ? " --force" : "");
            return new WritingCommand(context, workspace, command, wait.toWait)
                    .execute((run, lease) -> run.rerun(date, force));
        }
    }
}
