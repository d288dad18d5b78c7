package io.petty.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The results as Markdown text and tables.
 *
 * @param rawBytes the compressed size of the day's files
 * @param large the measurements of a day of ten times the collars; null if it wasn't measured
 * @param growth the measurements of days with increasing numbers of collars; null if they weren't measured
 * @param machine facts about the machine
 */
record Report(
        Measurements day,
        long rawBytes,
        @Nullable Measurements large,
        @Nullable Growth growth,
        List<String> machine) {

    /** Returns tables, ratios and facts about the machine. */
    String results() {
        StringBuilder text = new StringBuilder();
        text.append("%,d collars, %.0f MB of gzip files, %s:%n%n"
                .formatted(day.collars(), rawBytes / 1e6, rounds(day.rounds())));
        text.append(table(day)).append(failures(day));
        if (large != null) {
            text.append("%n%,d collars, %s:%n%n".formatted(large.collars(), rounds(large.rounds())));
            text.append(table(large)).append(failures(large));
        }
        if (growth != null) {
            text.append("%n`petty run` on days with more collars; times are per million readings, medians of %s:%n%n"
                    .formatted(rounds(growth.rounds())));
            text.append(table(growth));
        }
        text.append("\nComputed from medians:\n\n").append(figures());
        text.append("\n").append(String.join(", ", machine)).append(".\n");
        return text.toString();
    }

    /** Returns the page for {@code docs}. */
    String page() {
        StringBuilder text = new StringBuilder("""
                # Benchmark

                `system-tests/benchmark%s --write-docs` writes this page.

                ![Wall time, CPU time and peak memory by program](benchmark.svg)

                """.formatted(options()));
        if (growth != null) {
            text.append("""
                    ![Wall time and CPU time per million readings, and peak memory, by number of collars](benchmark-growth.svg)

                    """);
        }
        text.append(results());
        text.append("""

                1 MB is a million bytes. CPU time is the user and system time of all threads and child processes, including JVM
                start. Peak memory is the largest resident memory of the whole process. All programs read the same files from
                the page cache and ran in turn, round after round; each small command and the empty Java program ran %d
                times a round. DuckDB's timelines, summaries, readings and rejects equal Petty's.
                %s
                """.formatted(Rounds.TIMES_SHORT, agreements()));
        for (Program program : day.programs()) {
            if (!program.explanation().isEmpty()) {
                text.append("- **")
                        .append(program.title())
                        .append("**: ")
                        .append(program.explanation())
                        .append('\n');
            }
        }
        return text.toString();
    }

    private String agreements() {
        return (day.spread(Program.SPARK, Quantity.WALL).isPresent() ? "Spark's readings equal Petty's, too.\n" : "")
                + (day.programs().contains(Program.S3_RUN)
                        ? "The exports of the runs from S3 and from a folder are equal, byte by byte.\n"
                        : "");
    }

    private String options() {
        return (large == null ? "" : " --large")
                + (day.programs().contains(Program.SPARK) ? " --peers" : "")
                + (growth == null ? "" : " --growth")
                + (day.programs().contains(Program.S3_RUN) ? " --s3" : "");
    }

    private static String rounds(int rounds) {
        return rounds == 1 ? "1 round" : rounds + " rounds";
    }

    private static String table(Growth growth) {
        List<String> heads = new ArrayList<>(List.of("Collars", "Readings"));
        for (Quantity quantity : Quantity.values()) {
            heads.add("%s, %s".formatted(quantity.title(), quantity.unit()));
        }
        MarkdownTable table = new MarkdownTable(heads);
        for (Growth.Size size : growth.sizes()) {
            List<String> cells = new ArrayList<>();
            cells.add("%,d".formatted(size.measured().collars()));
            cells.add("%,d".formatted(size.readings()));
            for (Quantity quantity : Quantity.values()) {
                cells.add(size.spread(quantity)
                        .map(spread -> quantity.text(spread.median()))
                        .orElse(""));
            }
            table.add(cells);
        }
        return table.toString();
    }

    private static String table(Measurements measurements) {
        List<String> heads = new ArrayList<>(List.of("Program"));
        for (Quantity quantity : Quantity.values()) {
            heads.addAll(List.of("%s, %s: min".formatted(quantity.title(), quantity.unit()), "median", "max"));
        }
        MarkdownTable table = new MarkdownTable(heads);
        for (Program program : measurements.programs()) {
            List<String> cells = new ArrayList<>(List.of(program.title()));
            for (Quantity quantity : Quantity.values()) {
                Optional<Spread> spread = measurements.spread(program, quantity);
                if (spread.isPresent()) {
                    cells.add(quantity.text(spread.get().min()));
                    cells.add(quantity.text(spread.get().median()));
                    cells.add(quantity.text(spread.get().max()));
                } else {
                    cells.addAll(List.of("", "failed", ""));
                }
            }
            table.add(cells);
        }
        return table.toString();
    }

    private static String failures(Measurements measurements) {
        StringBuilder text = new StringBuilder();
        for (Program program : measurements.programs()) {
            measurements
                    .failure(program)
                    .ifPresent(message -> text.append("\n")
                            .append(program.title())
                            .append(" failed:\n\n```\n")
                            .append(message.strip())
                            .append("\n```\n"));
        }
        return text.toString();
    }

    private String figures() {
        MarkdownTable table = new MarkdownTable(List.of("Figure", "Value", "Goal", "Met"));
        for (Figure figure : Figure.of(day, large)) {
            table.add(List.of(figure.name(), figure.valueText(), figure.goalText(), figure.heldText()));
        }
        return table.toString();
    }
}
