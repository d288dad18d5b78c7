package io.petty.cli.commands;

import io.petty.cli.render.DayList;
import io.petty.cli.render.PrintableText;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.ListedDays;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.update.RunOutcome;
import io.petty.lake.DayState;
import io.petty.settings.SettingsException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings a range of days up to date, day by day, so that a nightly run may come in between. */
@Command(
        name = "backfill",
        description = {
            "Bring days up to date, oldest first: ingest what was delivered on them and publish the event days concerned.",
            "Days that are fresh are passed over, so that the same command goes on where it was ended."
        },
        mixinStandardHelpOptions = true)
public final class BackfillCommand implements Callable<Integer> {
    private static final String ROW = "%-10s  %-10s  %s%n";

    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Mixin
    private final WaitOption wait = new WaitOption();

    @Mixin
    private final IncompleteOption incomplete = new IncompleteOption();

    @Mixin
    private final SparkOption spark = new SparkOption();

    @Option(names = "--from", paramLabel = "YYYY-MM-DD", required = true, description = "The first day.")
    private LocalDate from = LocalDate.EPOCH;

    @Option(names = "--to", paramLabel = "YYYY-MM-DD", required = true, description = "The last day.")
    private LocalDate to = LocalDate.EPOCH;

    @Option(
            names = "--only",
            paramLabel = "STATES",
            split = ",",
            description = "Only days in these states: missing, failed, stale (default: these three), incomplete, whose"
                    + " files are read again though they are unchanged.")
    private Set<Wanted> only = EnumSet.of(Wanted.MISSING, Wanted.FAILED, Wanted.STALE);

    @Option(names = "--dry-run", description = "Show the days it would take and why, and change nothing.")
    private boolean dryRun;

    /** The states a backfill can mend. */
    enum Wanted {
        MISSING(DayState.State.MISSING),
        FAILED(DayState.State.FAILED),
        STALE(DayState.State.STALE),
        INCOMPLETE(DayState.State.INCOMPLETE);

        private final DayState.State state;

        Wanted(DayState.State state) {
            this.state = state;
        }
    }

    /** How many days ended how. */
    private static final class Counts {
        private int done;
        private int passedOver;
        private final List<LocalDate> failed = new ArrayList<>();
        private boolean incomplete;
        private boolean onlyAudits = true;
    }

    BackfillCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (to.isBefore(from)) {
            throw new SettingsException("--to %s is before --from %s".formatted(to, from));
        }
        Map<String, Object> settings = new LinkedHashMap<>(incomplete.settings());
        settings.putAll(spark.settings());
        try (Workspace workspace = dryRun ? context.openExisting(options) : context.open(options, settings)) {
            return dryRun ? showPlan(workspace) : backfill(workspace);
        }
    }

    private int showPlan(Workspace workspace) throws IOException {
        PrintStream out = context.terminal().out();
        int planned = 0;
        for (DayState day : ListedDays.between(workspace, from, to).days()) {
            if (isWanted(day)) {
                out.printf(ROW, day.day(), day.state().label(), day.cause());
                planned++;
            }
        }
        if (planned == 0) {
            out.printf("No day from %s to %s needs it.%n", from, to);
        } else {
            out.printf(
                    "%d days to take, oldest first. Days after them may turn stale when their baselines move; they are"
                            + " taken too when their turn comes.%n",
                    planned);
        }
        return ExitCode.DONE;
    }

    private int backfill(Workspace workspace) throws Exception {
        List<LocalDate> days = ListedDays.between(workspace, from, to).days().stream()
                .map(DayState::day)
                .toList();
        PrintStream out = context.terminal().out();
        Counts counts = new Counts();
        boolean began = false;
        for (LocalDate day : days) {
            // Looked at when its turn comes: earlier days of this backfill may have changed its baselines.
            DayState status = ListedDays.between(workspace, day, day).days().get(0);
            if (!isWanted(status)) {
                counts.passedOver++;
                continue;
            }
            // Once begun it outlasts a nightly run that comes in between.
            String command = "backfill --from %s --to %s".formatted(from, to);
            WritingCommand writing = new WritingCommand(context, workspace, command, wait.toWait || began);
            boolean first = !began;
            boolean force = status.state() == DayState.State.INCOMPLETE;
            WritingCommand.Result result = writing.write((run, lease) -> run.backfill(day, force, first));
            if (result.outcome() == null) {
                return result.code();
            }
            began = true;
            count(out, day, result.outcome(), counts);
        }
        out.printf(
                "Backfill from %s to %s: %d days done, %d passed over, %d failed.%n",
                from, to, counts.done, counts.passedOver, counts.failed.size());
        if (counts.failed.isEmpty()) {
            return RunReport.code(counts.incomplete, workspace);
        }
        out.printf(
                "Once their causes are mended: ./petty backfill --from %s --to %s --only failed%s%n",
                from, to, workspace.homeOption());
        return counts.onlyAudits ? ExitCode.AUDIT : ExitCode.FAILED;
    }

    private boolean isWanted(DayState day) {
        boolean nothingThere = day.state() == DayState.State.MISSING && day.files() <= 0;
        return !nothingThere && only.stream().anyMatch(wanted -> wanted.state == day.state());
    }

    private static void count(PrintStream out, LocalDate day, RunOutcome outcome, Counts counts) {
        outcome.findings().lines().forEach(line -> out.printf(ROW, day, "incomplete", PrintableText.of(line)));
        counts.incomplete |= !outcome.findings().incomplete().isEmpty();
        if (outcome.failures().isEmpty()) {
            counts.done++;
            out.printf(
                    ROW,
                    day,
                    "done",
                    "run %d published %s".formatted(outcome.run(), DayList.text(outcome.published())));
            return;
        }
        counts.failed.add(day);
        for (RunOutcome.Failure failure : outcome.failures()) {
            counts.onlyAudits &= failure.audit();
            out.printf(ROW, day, "failed", PrintableText.of(failure.message()));
        }
    }
}
