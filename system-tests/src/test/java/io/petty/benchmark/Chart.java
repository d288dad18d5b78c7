package io.petty.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Draws the programs' wall time, CPU time and peak memory side by side, with one bar per program. */
final class Chart {
    private static final List<Program> PROGRAMS =
            List.of(Program.ZCAT, Program.DUCKDB_PARQUET, Program.DUCKDB, Program.DUCKDB_LIMITED, Program.RUN);
    private static final int WIDTH = 960;
    private static final int LEFT = 232;
    private static final int PANEL = 240;
    /** The length of the longest whisker. The rest of a panel is for its figure. */
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

    private final Measurements day;
    private final StringBuilder svg = new StringBuilder();

    private Chart(Measurements day) {
        this.day = day;
    }

    /** @param machine facts about the machine */
    static String svg(Measurements day, List<String> machine) {
        return new Chart(day).draw(machine);
    }

    private String draw(List<String> machine) {
        int bottom = TOP + PROGRAMS.size() * ROW;
        int height = bottom + 46;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\" "
                        + "role=\"img\" aria-labelledby=\"title description\">",
                WIDTH, height);
        String title = "A day of %,d collars: Petty, DuckDB and zcat".formatted(day.collars());
        add("<title id=\"title\">%s</title>", escaped(title));
        add("<desc id=\"description\">%s</desc>", escaped(description()));
        add("<style>\n%s</style>", STYLE);
        add("<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>", WIDTH - 1, height - 1);
        text("title", 20, 36, title);
        int rounds = day.rounds();
        text(
                "faint",
                20,
                56,
                rounds == 1 ? "One round" : "Bars: median of %d rounds; lines: minimum to maximum".formatted(rounds));
        for (int row = 0; row < PROGRAMS.size(); row++) {
            Program program = PROGRAMS.get(row);
            text(program == Program.RUN ? "own" : "", 20, TOP + row * ROW + 14, program.title());
        }
        int left = LEFT;
        for (Quantity quantity : Quantity.values()) {
            panel(quantity, left);
            left += PANEL;
        }
        text("faint", 20, bottom + 26, String.join(", ", machine));
        return svg.append("</svg>\n").toString();
    }

    private void panel(Quantity quantity, int left) {
        text("head", left, TOP - 18, "%s, %s".formatted(quantity.title(), quantity.unit()));
        add("<path class=\"axis\" d=\"M%d.5 %dV%d\"/>", left, TOP - 6, TOP + PROGRAMS.size() * ROW - 10);
        double greatest = PROGRAMS.stream()
                .flatMap(program -> day.spread(program, quantity).stream())
                .mapToDouble(Spread::max)
                .max()
                .orElse(1);
        double scale = LONGEST / Math.max(greatest, Double.MIN_NORMAL);
        for (int row = 0; row < PROGRAMS.size(); row++) {
            Program program = PROGRAMS.get(row);
            int top = TOP + row * ROW;
            Optional<Spread> measured = day.spread(program, quantity);
            if (measured.isEmpty()) {
                boolean failed = day.failure(program).isPresent();
                text("faint", left + 8, top + 14, failed ? "failed" : "not measured");
                continue;
            }
            Spread spread = measured.get();
            String kind = program == Program.RUN ? "petty" : "bar";
            add(
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                    kind, left + 1, top, scale * spread.median(), BAR);
            double from = left + 1 + scale * spread.min();
            double to = left + 1 + scale * spread.max();
            if (day.rounds() > 1) {
                add(
                        "<path class=\"whisker\" d=\"M%1$.1f %3$dV%4$dM%1$.1f %5$dH%2$.1fM%2$.1f %3$dV%4$d\"/>",
                        from, to, top + 4, top + BAR - 4, top + BAR / 2);
            }
            text(
                    program == Program.RUN ? "own" : "",
                    (int) Math.round(to) + 8,
                    top + 14,
                    quantity.text(spread.median()));
        }
    }

    /** Returns a description of the medians. */
    private String description() {
        return PROGRAMS.stream()
                .filter(program -> day.spread(program, Quantity.WALL).isPresent())
                .map(program -> "%s: %s s, %s s of CPU, %s MB"
                        .formatted(
                                program.title(),
                                Quantity.WALL.text(day.median(program, Quantity.WALL)),
                                Quantity.CPU.text(day.median(program, Quantity.CPU)),
                                Quantity.PEAK.text(day.median(program, Quantity.PEAK))))
                .collect(Collectors.joining("; ", "", "."));
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
