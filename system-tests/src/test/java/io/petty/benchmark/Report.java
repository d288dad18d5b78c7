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
 * @param machine facts about the machine
 */
record Report(Measurements day, long rawBytes, @Nullable Measurements large, List<String> machine) {

    /** Returns tables, ratios and facts about the machine. */
    String results() {
        StringBuilder text = new StringBuilder();
        text.append(
                "%,d collars, %.0f MB of gzip files, %s:%n%n".formatted(day.collars(), rawBytes / 1e6, rounds(day)));
        text.append(table(day)).append(failures(day));
        if (large != null) {
            text.append("%n%,d collars, %s:%n%n".formatted(large.collars(), rounds(large)));
            text.append(table(large)).append(failures(large));
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

                """.formatted(large == null ? "" : " --large"));
        text.append(results());
        text.append("""

                1 MB is a million bytes. CPU time is the user and system time of all threads and child processes, including JVM
                start. Peak memory is the largest resident memory of the whole process. All programs read the same files from
                the page cache and ran in turn, round after round. DuckDB's timelines, summaries, readings and rejects equal
                Petty's.

                """);
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

    private static String rounds(Measurements measurements) {
        return measurements.rounds() == 1 ? "1 round" : measurements.rounds() + " rounds";
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
