package io.petty.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares stated confidences with the truth of generated days. Owners give feedback for 30 days; the following 30 days
 * are compared. Measured once with owners who are always right, and once with owners who err one time in ten.
 */
final class CalibrationBenchmark {
    private static final LocalDate FIRST = LocalDate.parse("2026-09-01");
    private static final int DAYS = 60;
    private static final int LEARNED = 30;
    private static final int BINS = 10;

    /** Chosen so that one rule is right about 55 % of the time and the other about 95 %. */
    private static final String MISREAD = "Anxious Pacing=0.25,Walking=0.05";

    private final PettyCommand petty;
    private final Path folder;
    private final int collars;
    private final PrintStream out = System.out;
    private final JsonMapper json = new JsonMapper();

    private CalibrationBenchmark(Path root, int collars) {
        this.folder = root.resolve("system-tests/target/benchmark/calibration");
        this.petty = new PettyCommand(root.resolve("petty"), folder.resolve("log"));
        this.collars = collars;
    }

    public static void main(String[] arguments) throws Exception {
        int collars = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 150;
        CalibrationBenchmark benchmark = new CalibrationBenchmark(Path.of(arguments[0]), collars);
        benchmark.hold("0");
        benchmark.hold("0.1");
        Scratch.delete(benchmark.folder);
    }

    /** Counts for the events of a behavior or of a confidence bin. */
    private static final class Tally {
        private long events;
        private long right;
        private double stated;
        private double rule;

        private void add(boolean isRight, double confidence, double ruleConfidence) {
            events++;
            right += isRight ? 1 : 0;
            stated += confidence;
            rule += ruleConfidence;
        }

        private double precision() {
            return (double) right / events;
        }
    }

    /** A period of the pet's true behavior. */
    private record Span(long start, long end, String state) {}

    private void hold(String errors) throws Exception {
        Scratch.delete(folder);
        Files.createDirectories(folder);
        petty.run(
                Map.of(),
                "generate",
                "--out",
                path("raw"),
                "--date",
                FIRST.toString(),
                "--days",
                String.valueOf(DAYS),
                "--collars",
                String.valueOf(collars),
                "--seed",
                "11",
                "--still-cadence",
                "PT2M",
                "--active-cadence",
                "PT30S",
                "--misread",
                MISREAD,
                "--truth",
                path("truth.ndjson"),
                "--feedback-out",
                path("feedback"),
                "--feedback-share",
                "0.5",
                "--feedback-errors",
                errors);
        petty.run(Map.of(), "run", "--home", path("home"), "--raw", path("raw"), "--feedback", path("feedback"));
        Map<String, List<Span>> truth = truth();
        SortedMap<String, Tally> behaviors = new TreeMap<>();
        Tally[] bins = new Tally[BINS];
        Arrays.setAll(bins, bin -> new Tally());
        Tally[] ruleBins = new Tally[BINS];
        Arrays.setAll(ruleBins, bin -> new Tally());
        for (int i = LEARNED; i < DAYS; i++) {
            String day = FIRST.plusDays(i).toString();
            petty.run(
                    Map.of(),
                    "export",
                    "timelines",
                    "--home",
                    path("home"),
                    "--date",
                    day,
                    "--out",
                    path("day.ndjson"));
            try (Stream<String> lines = Files.lines(folder.resolve("day.ndjson"))) {
                lines.map(json::readTree).forEach(event -> {
                    String behavior = event.path("behavior").asString();
                    if (!behavior.equals("Unknown")) {
                        boolean right = behavior.equals(state(truth, event));
                        double confidence = event.path("confidence").asDouble();
                        double rule = event.path("rule_confidence").asDouble();
                        behaviors.computeIfAbsent(behavior, any -> new Tally()).add(right, confidence, rule);
                        bins[bin(confidence)].add(right, confidence, rule);
                        ruleBins[bin(rule)].add(right, rule, rule);
                    }
                });
            }
        }
        print(errors, behaviors, bins, ruleBins);
    }

    private static int bin(double confidence) {
        return Math.min(BINS - 1, (int) (confidence * BINS));
    }

    private void print(String errors, SortedMap<String, Tally> behaviors, Tally[] bins, Tally[] ruleBins) {
        out.printf(
                "Owners err %s of the time; %d collars, events of days %d to %d%n", errors, collars, LEARNED + 1, DAYS);
        out.printf("%-15s %9s %6s %7s %9s %11s%n", "behavior", "events", "rule", "stated", "observed", "differs by");
        behaviors.forEach((behavior, tally) -> out.printf(
                Locale.ROOT,
                "%-15s %,9d %6.2f %7.3f %9.3f %+11.3f%n",
                behavior,
                tally.events,
                tally.rule / tally.events,
                tally.stated / tally.events,
                tally.precision(),
                tally.stated / tally.events - tally.precision()));
        out.printf(
                Locale.ROOT,
                "Expected calibration error %.3f (%.3f for the rules' own confidences)%n%n",
                error(bins),
                error(ruleBins));
    }

    private static double error(Tally[] bins) {
        double sum = 0;
        long events = 0;
        for (Tally bin : bins) {
            sum += Math.abs(bin.stated - bin.right);
            events += bin.events;
        }
        return sum / events;
    }

    private Map<String, List<Span>> truth() throws IOException {
        Map<String, List<Span>> truth = new HashMap<>();
        try (Stream<String> lines = Files.lines(folder.resolve("truth.ndjson"))) {
            lines.map(json::readTree)
                    .forEach(span -> truth.computeIfAbsent(
                                    span.path("collar_id").asString(), collar -> new ArrayList<>())
                            .add(new Span(
                                    millis(span, "start"),
                                    millis(span, "end"),
                                    span.path("state").asString())));
        }
        return truth;
    }

    private static long millis(JsonNode node, String field) {
        return Instant.parse(node.path(field).asString()).toEpochMilli();
    }

    /** Returns the pet's true behavior for most of the event. */
    private static String state(Map<String, List<Span>> truth, JsonNode event) {
        long start = millis(event, "start");
        long end = millis(event, "end");
        String state = "";
        long most = -1;
        for (Span span : truth.getOrDefault(event.path("collar_id").asString(), List.of())) {
            if (span.end() > start && span.start() <= end) {
                long covered = Math.min(end, span.end()) - Math.max(start, span.start());
                if (covered > most) {
                    most = covered;
                    state = span.state();
                }
            }
        }
        return state;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
