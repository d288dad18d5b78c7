package io.petty.cli.commands;

import io.petty.cli.render.DayList;
import io.petty.cli.render.PrintableText;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.ListedDays;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.update.RunOutcome;
import io.petty.lake.DayState;
import java.io.IOException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings a range of days up to date, each in a run of its own, so that a nightly run can take place between them. */
@Command(
        name = "backfill",
        description = {
            "Bring days up to date, oldest first: ingest their deliveries and publish the affected event days.",
            "Skips fresh days, so the same command continues after an interruption."
        },
        mixinStandardHelpOptions = true)
public final class BackfillCommand extends LakeCommand {
    private static final String ROW = "%-10s  %-10s  %s%n";

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
            description = "Only days in these states: missing, failed, stale (default: these three), incomplete (reads"
                    + " the day's files again although they are unchanged).")
    private Set<Wanted> only = EnumSet.of(Wanted.MISSING, Wanted.FAILED, Wanted.STALE);

    @Option(names = "--dry-run", description = "Only show the days it would process, and why.")
    private boolean dryRun;

    /** The states that a backfill can change, named as in {@link DayState.State}. */
    enum Wanted {
        MISSING,
        FAILED,
        STALE,
        INCOMPLETE
    }

    /** The outcomes of the days so far. */
    private static final class Counts {
        private int done;
        private int skipped;
        private int failed;
        private boolean incomplete;
        private boolean onlyAudits = true;
    }

    BackfillCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        DayRangeOptions.check(from, to);
        Map<String, Object> settings = new LinkedHashMap<>(incomplete.settings());
        settings.putAll(spark.settings());
        try (Workspace workspace = dryRun ? openExisting() : context.open(options, settings)) {
            return dryRun ? showPlan(workspace) : backfill(workspace);
        }
    }

    private int showPlan(Workspace workspace) throws IOException {
        int planned = 0;
        for (DayState day : ListedDays.between(workspace, from, to).days()) {
            if (isWanted(day)) {
                out.printf(ROW, day.day(), day.state().label(), day.cause());
                planned++;
            }
        }
        if (planned == 0) {
            out.printf("No day from %s to %s needs a backfill.%n", from, to);
        } else {
            out.printf(
                    "%d days to process, oldest first. If that makes later days stale, they are processed too.%n",
                    planned);
        }
        return ExitCode.DONE;
    }

    private int backfill(Workspace workspace) throws Exception {
        List<LocalDate> days = ListedDays.between(workspace, from, to).days().stream()
                .map(DayState::day)
                .toList();
        Counts counts = new Counts();
        boolean started = false;
        for (LocalDate day : days) {
            // The state is determined only now, since earlier days of this backfill can change the baselines of this
            // day.
            DayState status = ListedDays.between(workspace, day, day).days().get(0);
            if (!isWanted(status)) {
                counts.skipped++;
                continue;
            }
            // Even without --wait, each later day waits if another run, such as a nightly one, holds the lake.
            String command = "backfill --from %s --to %s".formatted(from, to);
            WritingCommand writing = new WritingCommand(context, workspace, command, wait.toWait || started);
            boolean first = !started;
            boolean force = status.state() == DayState.State.INCOMPLETE;
            WritingCommand.Result result = writing.write((run, lease) -> run.backfill(day, force, first));
            if (result.outcome() == null) {
                return result.code();
            }
            started = true;
            count(day, result.outcome(), counts);
        }
        out.printf(
                "Backfill from %s to %s: %d days done, %d skipped, %d failed.%n",
                from, to, counts.done, counts.skipped, counts.failed);
        if (counts.failed == 0) {
            return RunReport.code(counts.incomplete, workspace);
        }
        out.printf(
                "After fixing the causes, run ./petty backfill --from %s --to %s --only failed%s%n",
                from, to, workspace.homeOption());
        return counts.onlyAudits ? ExitCode.AUDIT : ExitCode.FAILED;
    }

    private boolean isWanted(DayState day) {
        boolean isEmpty = day.state() == DayState.State.MISSING && day.files() <= 0;
        return !isEmpty
                && only.stream()
                        .anyMatch(wanted -> wanted.name().equals(day.state().name()));
    }

    private void count(LocalDate day, RunOutcome outcome, Counts counts) {
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
        counts.failed++;
        for (RunOutcome.Failure failure : outcome.failures()) {
            counts.onlyAudits &= failure.audit();
            out.printf(ROW, day, "failed", PrintableText.of(failure.message()));
        }
    }
}
