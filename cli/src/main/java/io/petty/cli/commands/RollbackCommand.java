package io.petty.cli.commands;

import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.Progress;
import io.petty.jobs.folding.Rollback;
import io.petty.jobs.update.DeliveryFindings;
import io.petty.jobs.update.RunOutcome;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Restores the events that an earlier run published for a day. */
@Command(
        name = "rollback",
        description = {
            "Restore the events that an earlier run published for an event day.",
            "The day keeps them until 'rerun', even if new files are delivered."
        },
        mixinStandardHelpOptions = true)
public final class RollbackCommand extends LakeCommand {
    @Mixin
    private final WaitOption wait = new WaitOption();

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", required = true, description = "The event day.")
    private LocalDate date = LocalDate.EPOCH;

    @Option(names = "--to", paramLabel = "RUN", required = true, description = "The run whose events to restore.")
    private long run;

    RollbackCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = openExisting()) {
            String command = "rollback --date %s --to %d".formatted(date, run);
            WritingCommand.Result result = new WritingCommand(context, workspace, command, wait.toWait)
                    .write((unused, lease) -> {
                        new Rollback(workspace.jobParts(lease, context.stop(), new Progress())).to(date, run);
                        workspace.runs().complete(lease.run());
                        return new RunOutcome(
                                lease.run(),
                                List.of(),
                                DeliveryFindings.NONE,
                                List.of(date),
                                List.of(),
                                false,
                                List.of(),
                                List.of());
                    });
            if (result.outcome() == null) {
                return result.code();
            }
            out.printf(
                    "%s has the events of run %d again and keeps them until ./petty rerun --date %s%s%n",
                    date, run, date, workspace.homeOption());
            return ExitCode.DONE;
        }
    }
}
