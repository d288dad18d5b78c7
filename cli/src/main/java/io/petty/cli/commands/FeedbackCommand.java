package io.petty.cli.commands;

import io.petty.cli.render.FeedbackReport;
import io.petty.cli.render.Reliability;
import io.petty.cli.render.ReliabilityPicture;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.Workspace;
import io.petty.lake.FeedbackDay;
import io.petty.lake.Publication;
import io.petty.lake.PublishedDay;
import io.petty.output.WholeFile;
import io.petty.settings.SettingsException;
import io.petty.timeline.Behavior;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what owners said, and how well confidences agree with it. */
@Command(
        name = "feedback",
        description = {
            "What owners said of a day's events: who confirmed and rejected what, and how far that moved confidences.",
            "Without --date a line a day; with --plot a picture of how well confidences agree with owners."
        },
        mixinStandardHelpOptions = true)
public final class FeedbackCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", description = "The event day.")
    private @Nullable LocalDate date;

    @Option(names = "--from", paramLabel = "YYYY-MM-DD", description = "The first event day (default: of all).")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "YYYY-MM-DD", description = "The last event day (default: of all).")
    private @Nullable LocalDate to;

    @Option(names = "--all", description = "Show every voice of the day, not the newest 20 alone.")
    private boolean all;

    @Option(
            names = "--plot",
            paramLabel = "FILE.svg",
            description = "Draw stated confidence against observed precision into a file.")
    private @Nullable Path plot;

    FeedbackCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (date != null && (from != null || to != null)) {
            throw new SettingsException("--date is one day, --from and --to are several: give one or the others");
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw new SettingsException("--to %s is before --from %s".formatted(to, from));
        }
        if (plot != null) {
            WholeFile.check("--plot", plot);
        }
        try (Workspace workspace = context.openExisting(options)) {
            if (date != null && plot == null) {
                return day(workspace, date);
            }
            List<LocalDate> days = days(workspace);
            return plot == null ? summary(workspace, days) : picture(workspace, days, plot);
        }
    }

    private List<LocalDate> days(Workspace workspace) {
        LocalDate first = date != null ? date : from;
        LocalDate last = date != null ? date : to;
        return workspace.publications().days().stream()
                .filter(day -> first == null || !day.isBefore(first))
                .filter(day -> last == null || !day.isAfter(last))
                .toList();
    }

    private int day(Workspace workspace, LocalDate day) throws IOException {
        PrintStream out = context.terminal().out();
        Optional<Publication> publication = workspace.publications().current(day);
        FeedbackReport report = new FeedbackReport();
        if (publication.isPresent()) {
            new PublishedDay(workspace.lake(), publication.get()).events(report::add);
        }
        new FeedbackDay(workspace.lake(), day).rows(report::add);
        if (report.isEmpty()) {
            if (publication.isEmpty()) {
                PublishedDays.require(workspace.publications(), day);
            }
            out.printf(
                    "Nobody said anything of %s yet. ./petty run --feedback URI%s reads what owners say.%n",
                    day, workspace.homeOption());
            return ExitCode.DONE;
        }
        out.printf("Feedback on the events of %s (UTC)%n%n", day);
        if (publication.isEmpty()) {
            out.printf("The day is not published, so that all of it waits.%n");
        }
        report.print(out, all ? Integer.MAX_VALUE : SHOWN);
        return ExitCode.DONE;
    }

    private int summary(Workspace workspace, List<LocalDate> days) throws IOException {
        PrintStream out = context.terminal().out();
        Reliability reliability = new Reliability();
        out.printf(
                "%-10s  %8s  %8s  %8s  %8s  %8s  %8s%n",
                "DAY (UTC)", "EVENTS", "REVIEWED", "FOR", "AGAINST", "CARRIED", "WAITING");
        for (LocalDate day : days) {
            Publication publication = PublishedDays.require(workspace.publications(), day);
            if (publication.feedback().fingerprint().isEmpty()) {
                continue;
            }
            long[] counts = new long[3];
            new PublishedDay(workspace.lake(), publication).events(event -> {
                reliability.add(event);
                counts[0] += event.feedbackPositive() + event.feedbackNegative() > 0 ? 1 : 0;
                counts[1] += event.feedbackPositive();
                counts[2] += event.feedbackNegative();
            });
            out.printf(
                    "%-10s  %,8d  %,8d  %,8d  %,8d  %,8d  %,8d%n",
                    day,
                    publication.content().events(),
                    counts[0],
                    counts[1],
                    counts[2],
                    publication.feedback().carried(),
                    publication.feedback().waiting());
        }
        out.println();
        print(reliability);
        long carried = workspace.eventDays().carriedFeedback();
        if (carried > 0) {
            out.printf(
                    "%,d were carried over from events that are there no more, on these days and others.%n", carried);
        }
        long waiting = workspace.eventDays().waitingFeedback();
        if (waiting > 0) {
            out.printf("%,d wait for an event that isn't there, on these days and others.%n", waiting);
        }
        return ExitCode.DONE;
    }

    private void print(Reliability reliability) {
        PrintStream out = context.terminal().out();
        if (reliability.voices() == 0) {
            out.println("Nobody confirmed or rejected an event of these days yet.");
            return;
        }
        out.printf("%-15s  %8s  %6s  %-19s  %s%n", "BEHAVIOR", "VOICES", "STATED", "OBSERVED (95 %)", "DIFFERS BY");
        for (Behavior behavior : reliability.order()) {
            Reliability.Tally tally = reliability.behaviors().get(behavior);
            if (tally != null) {
                out.printf(
                        Locale.ROOT,
                        "%-15s  %,8d  %6.2f  %-19s  %+10.2f%n",
                        behavior.label(),
                        tally.precision().voices(),
                        tally.stated(),
                        tally.precision().text(),
                        tally.difference());
            }
        }
        out.printf(
                Locale.ROOT,
                "%nExpected calibration error %.3f over %,d voices.%n",
                reliability.expectedCalibrationError(),
                reliability.voices());
    }

    private int picture(Workspace workspace, List<LocalDate> days, Path file) throws IOException {
        Reliability reliability = new Reliability();
        for (LocalDate day : days) {
            Publication publication = PublishedDays.require(workspace.publications(), day);
            if (!publication.feedback().fingerprint().isEmpty()) {
                new PublishedDay(workspace.lake(), publication).events(reliability::add);
            }
        }
        print(reliability);
        if (reliability.voices() == 0) {
            return ExitCode.FAILED;
        }
        WholeFile.write(
                file,
                written -> Files.writeString(
                        written, ReliabilityPicture.svg(reliability, days.get(0), days.get(days.size() - 1))));
        context.terminal().out().println("Drawn into " + file);
        return ExitCode.DONE;
    }
}
