package io.petty.cli.commands;

import io.petty.cli.accuracy.Accuracy;
import io.petty.cli.accuracy.AccuracyPicture;
import io.petty.cli.accuracy.AccuracyReport;
import io.petty.cli.accuracy.BehaviorAccuracy;
import io.petty.cli.accuracy.ConfidenceAccuracy;
import io.petty.cli.accuracy.Truth;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Workspace;
import io.petty.lake.Publication;
import io.petty.lake.PublishedDay;
import io.petty.reading.ReadingExport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Compares published timelines with a truth file. */
@Command(
        name = "accuracy",
        description = {
            "Compare published timelines with a truth file.",
            "Shows for each behavior: precision, recall and kappa by minute, events per day, errors of starts and ends,"
                    + " and how often events of each confidence are true."
        },
        mixinStandardHelpOptions = true)
public final class AccuracyCommand extends LakeCommand {

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            required = true,
            description =
                    "The pets' actual behavior: states in the format of generate --truth, or CSV with sleep labels.")
    private Path truth = Path.of("");

    @Mixin
    private final DayRangeOptions range = new DayRangeOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file as JSON.")
    private @Nullable Path json;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw the figures into this file.")
    private @Nullable Path plot;

    AccuracyCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        range.check();
        check("--json", json);
        check("--plot", plot);
        try (Workspace workspace = openExisting()) {
            Accuracy accuracy = new Accuracy(Truth.read(truth));
            for (LocalDate day : workspace.publications().days()) {
                if (range.contains(day)) {
                    add(workspace, day, accuracy);
                }
            }
            if (accuracy.isEmpty()) {
                return failed(
                        "no minute could be scored: %s has no state, except Charging, for the collar and time of any"
                                + " published reading; ./petty status%s lists the days",
                        truth, workspace.homeOption());
            }
            AccuracyReport report = accuracy.report();
            print(report);
            JsonMapper mapper = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();
            write(json, mapper.writeValueAsString(report) + "\n");
            write(plot, AccuracyPicture.svg(report));
        }
        return ExitCode.DONE;
    }

    private static void add(Workspace workspace, LocalDate day, Accuracy accuracy) throws IOException {
        Publication publication = PublishedDays.require(workspace.publications(), day);
        Accuracy.Day scored = accuracy.day(day);
        new PublishedDay(workspace.lake(), publication).events(scored::event);
        new ReadingExport(workspace.lake().readings(), workspace.lake().buckets(), day)
                .forEach((block, first, end) -> scored.readings(block.readings(), first, end));
        scored.end();
    }

    private void print(AccuracyReport report) {
        out.printf(
                Locale.ROOT,
                "Timelines of %s to %s (UTC) against %s%n%,d minutes with readings of %,d collar-days and %,d collars;"
                        + " %.1f %% agree%n%n",
                report.from(),
                report.to(),
                truth,
                report.minutes(),
                report.collarDays(),
                report.collars(),
                100 * report.agreement());
        out.printf(
                "%-14s  %17s  %9s  %6s  %6s  %15s  %6s  %15s%n",
                "BEHAVIOR",
                "MINUTES SAID/TRUE",
                "PRECISION",
                "RECALL",
                "KAPPA",
                "EVENTS A DAY",
                "FOUND",
                "START, END OFF");
        for (BehaviorAccuracy behavior : report.behaviors()) {
            out.printf(
                    Locale.ROOT,
                    "%-14s  %17s  %9s  %6s  %6s  %15s  %6s  %15s%n",
                    behavior.behavior(),
                    isKnown(behavior)
                            ? String.format(Locale.ROOT, "%,d / %,d", behavior.minutesSaid(), behavior.minutesTrue())
                            : String.format(Locale.ROOT, "%,d / –", behavior.minutesSaid()),
                    share(behavior.precision()),
                    share(behavior.recall()),
                    share(behavior.kappa()),
                    isKnown(behavior)
                            ? String.format(
                                    Locale.ROOT, "%.2f / %.2f", behavior.eventsADaySaid(), behavior.eventsADayTrue())
                            : String.format(Locale.ROOT, "%.2f / –", behavior.eventsADaySaid()),
                    share(behavior.found()),
                    minutes(behavior.startError()) + ", " + minutes(behavior.endError()));
        }
        out.printf(
                "%n%-14s  %4s  %10s  %12s  %10s  %11s  %9s%n",
                "BEHAVIOR", "RULE", "CONFIDENCE", "TRUE MINUTES", "OF MINUTES", "TRUE EVENTS", "OF EVENTS");
        for (ConfidenceAccuracy confidence : report.confidences()) {
            out.printf(
                    Locale.ROOT,
                    "%-14s  %4.2f  %10.3f  %12.3f  %,10d  %11.3f  %,9d%n",
                    confidence.behavior(),
                    confidence.ruleConfidence(),
                    confidence.confidence(),
                    confidence.trueMinutes(),
                    confidence.minutes(),
                    confidence.trueEvents(),
                    confidence.events());
        }
    }

    /** Returns whether the truth has this behavior. Sleep labels only distinguish asleep from awake. */
    private static boolean isKnown(BehaviorAccuracy behavior) {
        return behavior.precision() != null || behavior.recall() != null;
    }

    private static String share(@Nullable Double share) {
        return share == null ? "–" : String.format(Locale.ROOT, "%.3f", share);
    }

    private static String minutes(@Nullable Double minutes) {
        return minutes == null ? "–" : String.format(Locale.ROOT, "%.1f min", minutes);
    }
}
