package io.petty.scheduler;

import io.petty.timeline.Behavior;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Draws a reliability diagram with a histogram of confidences and a table, as a picture that stands on its own. */
final class ReliabilityPicture {
    private static final int WIDTH = 960;
    private static final int LEFT = 72;
    private static final int TOP = 92;
    private static final int SIDE = 380;
    private static final int GAP = 48;
    private static final int HISTOGRAM = 90;
    private static final int TABLE_LEFT = 492;
    private static final int ROW = 26;
    private static final double MOST_RADIUS = 13;
    private static final double LEAST_RADIUS = 3;

    private static final String STYLE = """
            text{font:14px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#1f2328}
            .title{font-size:18px;font-weight:600}
            .head{font-weight:600;font-size:12px}
            .faint{fill:#59636e;font-size:12px}
            .card{fill:#ffffff;stroke:#d1d9e0}
            .line{stroke:#d1d9e0;fill:none}
            .ideal{stroke:#59636e;stroke-dasharray:5 4;fill:none}
            .whisker{stroke:#0072b2;stroke-width:2;fill:none}
            .mark{fill:#0072b2;fill-opacity:.8}
            .bar{fill:#56b4e9}
            @media (prefers-color-scheme:dark){
            text{fill:#f0f6fc}
            .faint{fill:#9198a1}
            .card{fill:#0d1117;stroke:#3d444d}
            .line{stroke:#3d444d}
            .ideal{stroke:#9198a1}
            .whisker{stroke:#56b4e9}
            .mark{fill:#56b4e9}
            .bar{fill:#0072b2}
            }
            """;

    private final StringBuilder svg = new StringBuilder();
    private final Reliability reliability;

    private ReliabilityPicture(Reliability reliability) {
        this.reliability = reliability;
    }

    /** An SVG document on the published days from {@code from} to {@code to}; there are voices on their events. */
    static String svg(Reliability reliability, LocalDate from, LocalDate to) {
        return new ReliabilityPicture(reliability).draw(from.equals(to) ? from.toString() : from + " to " + to);
    }

    private String draw(String days) {
        int height = Math.max(
                TOP + SIDE + GAP + HISTOGRAM + 52,
                TOP + 60 + reliability.order().size() * ROW);
        String error = String.format(
                Locale.ROOT,
                "Expected calibration error %.3f over %s voices.",
                reliability.expectedCalibrationError(),
                HumanText.wholeCount(reliability.voices()));
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                        + "role=\"img\" aria-labelledby=\"title description\">",
                WIDTH, height, WIDTH, height);
        add("<title id=\"title\">Stated confidence against observed precision, %s (UTC)</title>", days);
        add("<desc id=\"description\">%s</desc>", error);
        add("<style>\n%s</style>", STYLE);
        add("<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>", WIDTH - 1, height - 1);
        add("<text class=\"title\" x=\"20\" y=\"36\">Stated confidence against observed precision</text>");
        add("<text class=\"faint\" x=\"20\" y=\"58\">Event days %s (UTC). %s</text>", days, error);
        grid();
        marks();
        histogram();
        table();
        return svg.append("</svg>\n").toString();
    }

    private void grid() {
        for (int tenth = 0; tenth <= 10; tenth += 2) {
            double x = x(tenth / 10.0);
            double y = y(tenth / 10.0);
            add("<path class=\"line\" d=\"M%.1f %dV%d\"/>", x, TOP, TOP + SIDE);
            add("<path class=\"line\" d=\"M%d %.1fH%d\"/>", LEFT, y, LEFT + SIDE);
            add(
                    "<text class=\"faint\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>",
                    x, TOP + SIDE + 18, tenth / 10.0);
            add(
                    "<text class=\"faint\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>",
                    LEFT - 8, y + 4, tenth / 10.0);
        }
        add("<path class=\"ideal\" d=\"M%d %dL%d %d\"/>", LEFT, TOP + SIDE, LEFT + SIDE, TOP);
        add(
                "<text class=\"faint\" transform=\"translate(24 %d) rotate(-90)\" text-anchor=\"middle\">observed precision</text>",
                TOP + SIDE / 2);
    }

    private void marks() {
        long most = 1;
        for (Reliability.Tally bin : reliability.bins()) {
            most = Math.max(most, bin.precision().voices());
        }
        for (Reliability.Tally bin : reliability.bins()) {
            Precision precision = bin.precision();
            if (precision.voices() == 0) {
                continue;
            }
            double x = x(bin.stated());
            double radius = Math.max(LEAST_RADIUS, MOST_RADIUS * Math.sqrt((double) precision.voices() / most));
            add(
                    "<path class=\"whisker\" d=\"M%.1f %.1fV%.1fM%.1f %.1fh8M%.1f %.1fh8\"/>",
                    x, y(precision.low()), y(precision.high()), x - 4, y(precision.low()), x - 4, y(precision.high()));
            add(
                    "<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>stated %.2f, observed %s, %d voices</title></circle>",
                    x, y(precision.share()), radius, bin.stated(), precision.text(), precision.voices());
        }
    }

    private void histogram() {
        long most = 1;
        for (Reliability.Tally bin : reliability.bins()) {
            most = Math.max(most, bin.precision().voices());
        }
        int top = TOP + SIDE + GAP;
        List<Reliability.Tally> bins = reliability.bins();
        for (int i = 0; i < bins.size(); i++) {
            long voices = bins.get(i).precision().voices();
            double height = HISTOGRAM * (double) voices / most;
            double x = x((double) i / Reliability.BINS);
            if (voices > 0) {
                add(
                        "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                        x + 2, top + HISTOGRAM - height, SIDE / 10.0 - 4, height);
                add(
                        "<text class=\"faint\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
                        x + SIDE / 20.0, top + HISTOGRAM - height - 4, HumanText.count((double) voices));
            }
        }
        add("<path class=\"line\" d=\"M%d %dH%d\"/>", LEFT, top + HISTOGRAM, LEFT + SIDE);
        add(
                "<text class=\"faint\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">stated confidence; below, voices a bin</text>",
                LEFT + SIDE / 2, TOP + SIDE + 34);
    }

    private void table() {
        int y = TOP + 12;
        add("<text class=\"head\" x=\"%d\" y=\"%d\">Behavior</text>", TABLE_LEFT, y);
        cell("head", 656, y, "voices");
        cell("head", 716, y, "stated");
        cell("head", 856, y, "observed (95 %)");
        cell("head", 940, y, "differs by");
        for (Behavior behavior : reliability.order()) {
            Reliability.Tally tally = reliability.behaviors().get(behavior);
            if (tally == null) {
                continue;
            }
            y += ROW;
            add(
                    "<rect fill=\"%s\" x=\"%d\" y=\"%d\" width=\"10\" height=\"10\"/>",
                    BehaviorLook.of(behavior).webColor(), TABLE_LEFT, y - 10);
            add("<text x=\"%d\" y=\"%d\">%s</text>", TABLE_LEFT + 18, y, behavior.label());
            cell("", 656, y, HumanText.wholeCount(tally.precision().voices()));
            cell("", 716, y, String.format(Locale.ROOT, "%.2f", tally.stated()));
            cell("", 856, y, tally.precision().text());
            cell("", 940, y, String.format(Locale.ROOT, "%+.2f", tally.difference()));
        }
    }

    private void cell(String style, int x, int y, String text) {
        add("<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", style, x, y, text);
    }

    private static double x(double share) {
        return LEFT + SIDE * share;
    }

    private static double y(double share) {
        return TOP + SIDE * (1 - share);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
