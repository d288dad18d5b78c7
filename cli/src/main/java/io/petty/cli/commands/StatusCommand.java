package io.petty.cli.commands;

import io.petty.cli.render.PrintableText;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.ListedDays;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.update.DeliveryFindings;
import io.petty.lake.DayState;
import io.petty.lake.EventDays;
import io.petty.parquet.export.TimeText;
import io.petty.settings.SettingsException;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the state of days. */
@Command(
        name = "status",
        description = "A day a line: delivered files, readings, rejects, state, run and when.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    private static final String ROW = "%-10s  %6s  %12s  %9s  %s%-10s  %5s  %-24s  %s%n";

    /** Shown where a day has some: their lines are neither readings nor rejects. */
    private static final String FORGOTTEN = "%9s  ";

    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Option(names = "--from", paramLabel = "YYYY-MM-DD", description = "The first day (default: the first known).")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "YYYY-MM-DD", description = "The last day (default: the last known).")
    private @Nullable LocalDate to;

    StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (from != null && to != null && to.isBefore(from)) {
            throw new SettingsException("--to %s is before --from %s".formatted(to, from));
        }
        try (Workspace workspace = context.openExisting(options)) {
            ListedDays listed = ListedDays.between(workspace, from, to);
            List<DayState> days = listed.days();
            PrintStream out = context.terminal().out();
            if (days.isEmpty()) {
                out.println("No day was delivered or published yet: ./petty run begins.");
                printNotDays(out, listed);
                return ExitCode.DONE;
            }
            boolean forgotten = days.stream().anyMatch(day -> day.forgotten() > 0);
            out.printf(
                    ROW,
                    "DAY (UTC)",
                    "FILES",
                    "READINGS",
                    "REJECTS",
                    forgotten ? FORGOTTEN.formatted("FORGOTTEN") : "",
                    "STATE",
                    "RUN",
                    "WHEN",
                    "WHY");
            for (DayState day : days) {
                out.printf(
                        ROW,
                        day.day(),
                        day.files() < 0 ? "?" : "%,d".formatted(day.files()),
                        "%,d".formatted(day.readings()),
                        "%,d".formatted(day.rejects()),
                        forgotten ? FORGOTTEN.formatted("%,d".formatted(day.forgotten())) : "",
                        day.state().label(),
                        day.run() == null ? "-" : day.run(),
                        day.when() == null ? "-" : TimeText.of(day.when()),
                        PrintableText.of(day.cause()));
            }
            printFeedback(out, workspace.eventDays());
            printNotDays(out, listed);
        }
        return ExitCode.DONE;
    }

    private static void printFeedback(PrintStream out, EventDays eventDays) {
        long carried = eventDays.carriedFeedback();
        long waiting = eventDays.waitingFeedback();
        if (carried + waiting > 0) {
            out.printf(
                    "Feedback on all days: %,d carried over from events that are there no more, %,d waiting for an event that isn't there%n",
                    carried, waiting);
        }
    }

    private static void printNotDays(PrintStream out, ListedDays listed) {
        new DeliveryFindings(new TreeMap<>(), new TreeMap<>(), listed.notDays())
                .lines()
                .forEach(line -> out.println(PrintableText.of(line)));
    }
}
