package io.petty.cli.commands;

import io.petty.cli.render.FeedbackReport;
import io.petty.cli.render.Reliability;
import io.petty.cli.render.ReliabilityPicture;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Workspace;
import io.petty.lake.FeedbackDay;
import io.petty.lake.Publication;
import io.petty.lake.PublishedDay;
import io.petty.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows owners' feedback, and how well confidences agree with it. */
@Command(
        name = "feedback",
        description = {
            "Show owners' feedback on a day's events, and how it changed their confidences.",
            "Without --date, shows one line per day. With --plot, draws how well confidences agree with owners."
        },
        mixinStandardHelpOptions = true)
public final class FeedbackCommand extends LakeCommand {
    private static final int SHOWN = 20;

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", description = "The event day.")
    private @Nullable LocalDate date;

    @Mixin
    private final DayRangeOptions range = new DayRangeOptions();

    @Option(names = "--all", description = "Show all feedback of the day, not only the newest 20.")
    private boolean all;

    @Option(
            names = "--plot",
            paramLabel = "FILE.svg",
            description = "Draw stated confidence against observed precision into this file.")
    private @Nullable Path plot;

    FeedbackCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        if (date != null && (range.from != null || range.to != null)) {
            throw new SettingsException("--date is one day, --from and --to are a range: use one or the other");
        }
        range.check();
        check("--plot", plot);
        try (Workspace workspace = openExisting()) {
            if (date != null && plot == null) {
                return day(workspace, date);
            }
            List<LocalDate> days = workspace.publications().days().stream()
                    .filter(day -> date == null ? range.contains(day) : day.equals(date))
                    .toList();
            return plot == null ? summary(workspace, days) : picture(workspace, days, plot);
        }
    }

    private int day(Workspace workspace, LocalDate day) throws IOException {
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
                    "There is no feedback on %s yet. ./petty run --feedback URI%s reads feedback.%n",
                    day, workspace.homeOption());
            return ExitCode.DONE;
        }
        out.printf("Feedback on the events of %s (UTC)%n%n", day);
        if (publication.isEmpty()) {
            out.printf("The day is not published, so all its feedback waits.%n");
        }
        report.print(out, all ? Integer.MAX_VALUE : SHOWN);
        return ExitCode.DONE;
    }

    private int summary(Workspace workspace, List<LocalDate> days) throws IOException {
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
            out.printf("Feedback on all days: %,d carried over from events that no longer exist.%n", carried);
        }
        long waiting = workspace.eventDays().waitingFeedback();
        if (waiting > 0) {
            out.printf("Feedback on all days: %,d wait for an event that doesn't exist.%n", waiting);
        }
        return ExitCode.DONE;
    }

    private void print(Reliability reliability) {
        if (reliability.votes() == 0) {
            out.println("No owner has confirmed or rejected an event of these days yet.");
            return;
        }
        out.printf("%-15s  %8s  %6s  %-19s  %s%n", "BEHAVIOR", "VOTES", "STATED", "OBSERVED (95 %)", "DIFFERS BY");
        reliability
                .behaviors()
                .forEach((behavior, tally) -> out.printf(
                        Locale.ROOT,
                        "%-15s  %,8d  %6.2f  %-19s  %+10.2f%n",
                        behavior.label(),
                        tally.precision().votes(),
                        tally.stated(),
                        tally.precision().text(),
                        tally.difference()));
        out.printf(
                Locale.ROOT,
                "%nExpected calibration error %.3f over %,d votes.%n",
                reliability.expectedCalibrationError(),
                reliability.votes());
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
        if (reliability.votes() == 0) {
            return ExitCode.FAILED;
        }
        write(file, ReliabilityPicture.svg(reliability, days.get(0), days.get(days.size() - 1)));
        out.println("Drawn into " + file);
        return ExitCode.DONE;
    }
}
