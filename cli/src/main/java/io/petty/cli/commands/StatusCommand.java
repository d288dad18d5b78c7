package io.petty.cli.commands;

import io.petty.cli.render.PrintableText;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.ListedDays;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.update.DeliveryFindings;
import io.petty.lake.DayState;
import io.petty.lake.EventDays;
import io.petty.parquet.export.TimeText;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists days with their states. */
@Command(
        name = "status",
        description = "List days with their files, readings, rejects, state and last run.",
        mixinStandardHelpOptions = true)
public final class StatusCommand extends LakeCommand {
    private static final String ROW = "%-10s  %6s  %12s  %9s  %s%-10s  %5s  %-24s  %s%n";

    /** Only shown if a day has lines of forgotten collars, which are neither readings nor rejects. */
    private static final String FORGOTTEN = "%9s  ";

    @Mixin
    private final DayRangeOptions range = new DayRangeOptions();

    @Option(
            names = "--read",
            description =
                    "Also read the timelines and summaries of all published days in the range, for example after a restore.")
    private boolean read;

    StatusCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        range.check();
        try (Workspace workspace = openExisting()) {
            ListedDays listed = ListedDays.between(workspace, range.from, range.to);
            List<DayState> days = listed.days();
            if (days.isEmpty()) {
                out.println("No day was delivered or published yet. Start with ./petty run.");
                printNotDays(listed);
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
            printFeedback(workspace.eventDays());
            printNotDays(listed);
            return read ? print(ReadableDays.read(workspace, range)) : ExitCode.DONE;
        }
    }

    private int print(ReadableDays days) {
        days.problems().forEach(problem -> out.println("Can't be read: " + PrintableText.of(problem)));
        out.printf(
                "Published days read: %,d, unreadable: %,d%n",
                days.count(), days.problems().size());
        return days.problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void printFeedback(EventDays eventDays) {
        long carried = eventDays.carriedFeedback();
        long waiting = eventDays.waitingFeedback();
        if (carried + waiting > 0) {
            out.printf(
                    "Feedback on all days: %,d carried over from events that no longer exist, %,d waiting for an event that doesn't exist%n",
                    carried, waiting);
        }
    }

    private void printNotDays(ListedDays listed) {
        new DeliveryFindings(new TreeMap<>(), new TreeMap<>(), listed.notDays())
                .lines()
                .forEach(line -> out.println(PrintableText.of(line)));
    }
}
