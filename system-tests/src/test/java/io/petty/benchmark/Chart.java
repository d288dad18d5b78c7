package io.petty.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Draws wall time, CPU time and peak memory side by side, with one row of bars per program or number of collars. */
final class Chart {
    private static final List<Program> PROGRAMS = List.of(
            Program.ZCAT, Program.DUCKDB_PARQUET, Program.DUCKDB, Program.DUCKDB_LIMITED, Program.SPARK, Program.RUN);
    private static final int WIDTH = 960;
    private static final int LEFT = 232;
    private static final int PANEL = 240;
    /** The x coordinate of the largest value within a panel. The figure is to the right of it. */
    private static final int LONGEST = 164;

    private static final int TOP = 116;
    private static final int ROW = 34;
    private static final int BAR = 18;

    private static final String STYLE = """
            text{font:14px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#1f2328}
            .title{font-size:18px;font-weight:600}
            .head{font-weight:600}
            .faint{fill:#59636e;font-size:12px}
            .card{fill:#ffffff;stroke:#d1d9e0}
            .axis{stroke:#d1d9e0}
            .bar{fill:#afb8c1}
            .petty{fill:#1f6feb}
            .whisker{stroke:#1f2328;stroke-width:1.5;fill:none}
            .own{font-weight:600}
            @media (prefers-color-scheme:dark){
            text{fill:#f0f6fc}
            .faint{fill:#9198a1}
            .card{fill:#0d1117;stroke:#3d444d}
            .axis{stroke:#3d444d}
            .bar{fill:#545d68}
            .petty{fill:#4493f8}
            .whisker{stroke:#f0f6fc}
            }
            """;

    private final List<Row> rows;
    private final StringBuilder svg = new StringBuilder();

    private Chart(List<Row> rows) {
        this.rows = rows;
    }

    /**
     * A row of bars.
     *
     * @param petty whether the bars have Petty's color
     * @param missing the text shown if there is no measurement
     */
    private record Row(String title, boolean petty, Function<Quantity, Optional<Spread>> spread, String missing) {}

    /**
     * Draws the measurements of a day, with one row per program.
     *
     * @param machine facts about the machine
     */
    static String svg(Measurements day, List<String> machine) {
        List<Row> rows = PROGRAMS.stream()
                .filter(program -> program != Program.SPARK || day.programs().contains(program))
                .map(program -> new Row(
                        program.title(),
                        program == Program.RUN,
                        quantity -> day.spread(program, quantity),
                        day.failure(program).isPresent() ? "failed" : "not measured"))
                .toList();
        boolean spark = day.programs().contains(Program.SPARK);
        String title =
                "A day of %,d collars: Petty beside DuckDB%s and zcat".formatted(day.collars(), spark ? ", Spark" : "");
        return new Chart(rows).draw(title, "", day.rounds(), machine);
    }

    /**
     * Draws {@code petty run} on days with increasing numbers of collars.
     *
     * @param machine facts about the machine
     */
    static String growth(Growth growth, List<String> machine) {
        List<Row> rows = growth.sizes().stream()
                .map(size -> new Row(size.title(), true, size::spread, ""))
                .toList();
        return new Chart(rows)
                .draw("petty run by number of collars", "Times are per million readings. ", growth.rounds(), machine);
    }

    private String draw(String title, String note, int rounds, List<String> machine) {
        int bottom = TOP + rows.size() * ROW;
        int height = bottom + 46;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\" "
                        + "role=\"img\" aria-labelledby=\"title description\">",
                WIDTH, height);
        add("<title id=\"title\">%s</title>", escaped(title));
        add("<desc id=\"description\">%s</desc>", escaped(note + description()));
        add("<style>\n%s</style>", STYLE);
        add("<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>", WIDTH - 1, height - 1);
        text("title", 20, 36, title);
        text(
                "faint",
                20,
                56,
                note
                        + (rounds == 1
                                ? "One round"
                                : "Bars: median of %d rounds; lines: least to greatest".formatted(rounds)));
        for (int i = 0; i < rows.size(); i++) {
            text(
                    rows.get(i).petty() ? "own" : "",
                    20,
                    TOP + i * ROW + 14,
                    rows.get(i).title());
        }
        int left = LEFT;
        for (Quantity quantity : Quantity.values()) {
            panel(quantity, left, rounds);
            left += PANEL;
        }
        text("faint", 20, bottom + 26, String.join(", ", machine));
        return svg.append("</svg>\n").toString();
    }

    private void panel(Quantity quantity, int left, int rounds) {
        text("head", left, TOP - 18, "%s, %s".formatted(quantity.title(), quantity.unit()));
        add("<path class=\"axis\" d=\"M%d.5 %dV%d\"/>", left, TOP - 6, TOP + rows.size() * ROW - 10);
        double greatest = rows.stream()
                .flatMap(row -> row.spread().apply(quantity).stream())
                .mapToDouble(Spread::max)
                .max()
                .orElse(1);
        double scale = LONGEST / Math.max(greatest, Double.MIN_NORMAL);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            int top = TOP + i * ROW;
            Optional<Spread> measured = row.spread().apply(quantity);
            if (measured.isEmpty()) {
                text("faint", left + 8, top + 14, row.missing());
                continue;
            }
            Spread spread = measured.get();
            add(
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                    row.petty() ? "petty" : "bar", left + 1, top, scale * spread.median(), BAR);
            double from = left + 1 + scale * spread.min();
            double to = left + 1 + scale * spread.max();
            if (rounds > 1) {
                add(
                        "<path class=\"whisker\" d=\"M%1$.1f %3$dV%4$dM%1$.1f %5$dH%2$.1fM%2$.1f %3$dV%4$d\"/>",
                        from, to, top + 4, top + BAR - 4, top + BAR / 2);
            }
            text(row.petty() ? "own" : "", (int) Math.round(to) + 8, top + 14, quantity.text(spread.median()));
        }
    }

    /** Returns a description of the medians. */
    private String description() {
        return rows.stream()
                .filter(row -> row.spread().apply(Quantity.WALL).isPresent())
                .map(row -> "%s: %s s, %s s of CPU, %s MB"
                        .formatted(
                                row.title(),
                                median(row, Quantity.WALL),
                                median(row, Quantity.CPU),
                                median(row, Quantity.PEAK)))
                .collect(Collectors.joining("; ", "", "."));
    }

    private static String median(Row row, Quantity quantity) {
        return quantity.text(row.spread().apply(quantity).orElseThrow().median());
    }

    private void text(String kind, int x, int y, String text) {
        String attribute = kind.isEmpty() ? "" : "class=\"%s\" ".formatted(kind);
        add("<text %sx=\"%d\" y=\"%d\">%s</text>", attribute, x, y, escaped(text));
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
