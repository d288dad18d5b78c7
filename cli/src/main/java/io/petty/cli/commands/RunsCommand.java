package io.petty.cli.commands;

import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Workspace;
import io.petty.lake.LeaseHolder;
import io.petty.lake.RunHistory;
import io.petty.parquet.export.TimeText;
import io.petty.settings.SettingsException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists runs. */
@Command(
        name = "runs",
        description = "List runs, newest first, with their commands and outcomes.",
        subcommands = RunsShowCommand.class,
        mixinStandardHelpOptions = true)
public final class RunsCommand extends LakeCommand {
    private static final String ROW = "%5s  %-9s  %-24s  %8s  %4s  %-32s  %s%n";
    private static final int MESSAGE_LENGTH = 100;

    @Option(names = "--last", paramLabel = "N", description = "Number of runs (default: ${DEFAULT-VALUE}).")
    private int last = 20;

    RunsCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        if (last < 1) {
            throw new SettingsException("--last must be at least 1, but is " + last);
        }
        try (Workspace workspace = openExisting()) {
            LeaseHolder holder = workspace.holder().orElse(null);
            List<RunHistory.Run> runs = workspace.runHistory().last(last);
            if (runs.isEmpty()) {
                out.println("There are no runs yet. Start with ./petty run.");
                return ExitCode.DONE;
            }
            out.printf(ROW, "RUN", "STATE", "STARTED", "TOOK", "DAYS", "COMMAND", "WHY");
            for (RunHistory.Run run : runs) {
                out.printf(
                        ROW,
                        run.id(),
                        state(run, holder),
                        TimeText.of(run.startedAt()),
                        seconds(run.took()),
                        run.publishedDays(),
                        run.command(),
                        firstLine(run.message()));
            }
        }
        return ExitCode.DONE;
    }

    /** Returns the recorded state or, for a run that ended without recording it, {@code cut off}. */
    static String state(RunHistory.Run run, @Nullable LeaseHolder holder) {
        boolean held = holder != null && holder.isRun(run.id());
        return run.isRunning() && !held ? "cut off" : run.state();
    }

    static String seconds(@Nullable Duration took) {
        return took == null ? "-" : "%,.1f s".formatted(took.toMillis() / 1000.0);
    }

    private static String firstLine(@Nullable String message) {
        if (message == null) {
            return "";
        }
        String line = message.lines().findFirst().orElse("");
        return line.length() <= MESSAGE_LENGTH ? line : line.substring(0, MESSAGE_LENGTH - 1) + "…";
    }
}
