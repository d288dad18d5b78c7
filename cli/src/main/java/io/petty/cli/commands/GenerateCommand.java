package io.petty.cli.commands;

import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.Terminal;
import io.petty.generate.FeedbackCounts;
import io.petty.generate.FeedbackGenerator;
import io.petty.generate.FeedbackSettings;
import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.GeneratedCounts;
import io.petty.generate.Generator;
import io.petty.generate.Species;
import io.petty.settings.SettingsException;
import io.petty.timeline.Behavior;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes synthetic raw files. */
@Command(
        name = "generate",
        description = "Write synthetic raw files of pets with collars. The same seed gives the same bytes.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class GenerateCommand implements Callable<Integer> {
    private static final GenerateSettings DEFAULTS = GenerateSettings.defaults();

    private final CommandContext context;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder in which to create the dt=… folders.")
    private Path out = Path.of("");

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", required = true, description = "The first day.")
    private LocalDate date = LocalDate.EPOCH;

    @Option(names = "--days", paramLabel = "N", defaultValue = "1", description = "How many days.")
    private int days;

    @Option(names = "--collars", paramLabel = "C", defaultValue = "10", description = "How many collars.")
    private int collars;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Seed of the random numbers.")
    private long seed;

    @Option(names = "--truth", paramLabel = "FILE", description = "File for the pets' true behavior.")
    private @Nullable Path truth;

    @Option(
            names = "--names",
            split = ",",
            paramLabel = "NAME",
            description = "Pets' names, which become part of the collars' ids.")
    private List<String> names = List.of();

    @Option(
            names = "--species",
            split = ",",
            paramLabel = "SPECIES",
            description =
                    "cat, small-dog, large-dog or person, assigned to collars in turn (default: pets of no species).")
    private List<String> species = List.of();

    @Option(
            names = "--heart-rate-missing",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of the time without heart rates, in gaps of 2 minutes to 4 hours.")
    private double heartRateMissing;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "gzip", description = "${COMPLETION-CANDIDATES}.")
    private FileFormat format = FileFormat.GZIP;

    @Option(names = "--files-per-day", paramLabel = "N", defaultValue = "24", description = "Files per day.")
    private int filesPerDay;

    @Option(
            names = "--still-cadence",
            paramLabel = "DURATION",
            defaultValue = "PT34S",
            description = "Time between readings at rest, such as PT1M.")
    private Duration cadence = Duration.ZERO;

    @Option(
            names = "--active-cadence",
            paramLabel = "DURATION",
            defaultValue = "PT10S",
            description = "Time between readings in motion.")
    private Duration activeCadence = Duration.ZERO;

    @Option(
            names = "--late-share",
            paramLabel = "SHARE",
            defaultValue = "0.005",
            description = "Share of readings that arrive late.")
    private double lateShare;

    @Option(
            names = "--duplicate-share",
            paramLabel = "SHARE",
            defaultValue = "0.005",
            description = "Share of readings that are repeated.")
    private double duplicateShare;

    @Option(
            names = "--malformed-share",
            paramLabel = "SHARE",
            defaultValue = "0.001",
            description = "Share of malformed lines.")
    private double malformedShare;

    @Option(
            names = "--misread",
            split = ",",
            paramLabel = "BEHAVIOR=SHARE",
            description =
                    "Share of events that look like this behavior in the readings but have another one in the truth.")
    private Map<String, Double> misread = Map.of();

    @Option(
            names = "--feedback-out",
            paramLabel = "DIR",
            description = "Folder for owners' feedback on the events, one JSON document per file.")
    private @Nullable Path feedbackOut;

    @Option(
            names = "--feedback-share",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "Share of events with feedback.")
    private double feedbackShare;

    @Option(
            names = "--feedback-errors",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of feedback that is the opposite of the truth.")
    private double feedbackErrors;

    GenerateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Terminal terminal = context.terminal();
        GeneratedCounts counts;
        GenerateSettings settings;
        FeedbackSettings feedback;
        try {
            feedback = new FeedbackSettings(feedbackShare, feedbackErrors);
            settings = DEFAULTS.withNames(names)
                    .withFiles(format, filesPerDay)
                    .withCadence(cadence, activeCadence)
                    .withShares(lateShare, duplicateShare, malformedShare)
                    .withMisread(behaviors(misread))
                    .withLives(species.stream().map(Species::ofLabel).toList(), heartRateMissing);
            counts = new Generator(settings).generate(out, date, days, collars, seed, truth, (file, soFar) -> {
                if (terminal.bars()) {
                    terminal.err().printf("\r\u001b[K%,d lines, %s", soFar.lines(), file.getFileName());
                    terminal.err().flush();
                }
            });
        } catch (IllegalArgumentException e) {
            throw new SettingsException("generate: " + e.getMessage(), e);
        }
        if (terminal.bars()) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        }
        terminal.out()
                .printf(
                        "%,d files below %s: %,d readings (%,d late, %,d duplicates), %,d malformed lines, %,d blank%n",
                        counts.files(),
                        out,
                        counts.readings(),
                        counts.late(),
                        counts.duplicates(),
                        counts.malformed(),
                        counts.blankLines());
        if (feedbackOut != null) {
            FeedbackCounts said =
                    new FeedbackGenerator(settings, feedback).generate(feedbackOut, date, days, collars, seed);
            terminal.out()
                    .printf(
                            "%,d feedback documents below %s: %,d confirm an event, %,d reject one, %,d are free text%n",
                            said.documents(), feedbackOut, said.confirming(), said.rejecting(), said.words());
        }
        terminal.out()
                .printf(
                        "Next: ./petty run --raw %s%s --date %s%n",
                        out, feedbackOut == null ? "" : " --feedback " + feedbackOut, date);
        return ExitCode.DONE;
    }

    private static Map<Behavior, Double> behaviors(Map<String, Double> shares) {
        Map<Behavior, Double> byBehavior = new EnumMap<>(Behavior.class);
        shares.forEach((label, share) -> {
            try {
                byBehavior.put(Behavior.ofLabel(label), share);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--misread: " + e.getMessage(), e);
            }
        });
        return byBehavior;
    }
}
