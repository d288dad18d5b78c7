package io.petty.cli.render;

import io.petty.cli.picture.Picture;
import io.petty.cli.picture.SharePlot;
import io.petty.timeline.Behavior;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws a reliability diagram with a histogram of confidences and a table, as a self-contained picture. */
public final class ReliabilityPicture {
    private static final int LEFT = 72;
    private static final int TOP = 92;
    private static final int SIDE = 380;
    private static final int GAP = 48;
    private static final int HISTOGRAM = 90;
    private static final int TABLE_LEFT = 492;
    private static final int ROW = 26;
    private static final double MOST_RADIUS = 13;
    private static final double LEAST_RADIUS = 3;

    private static final SharePlot PLOT = new SharePlot(LEFT, TOP, SIDE);

    private static final String STYLE = SharePlot.STYLE + """
            .head{font-weight:600;font-size:12px}
            .whisker{stroke:#0072b2;stroke-width:2;fill:none}
            .mark{fill:#0072b2;fill-opacity:.8}
            .bar{fill:#56b4e9}
            """;

    private static final String DARK_STYLE = SharePlot.DARK_STYLE + """
            .whisker{stroke:#56b4e9}
            .mark{fill:#56b4e9}
            .bar{fill:#0072b2}
            """;

    private final Reliability reliability;
    private final String days;
    private final String error;
    private final Picture picture;

    private ReliabilityPicture(Reliability reliability, String days) {
        this.reliability = reliability;
        this.days = days;
        error = String.format(
                Locale.ROOT,
                "Expected calibration error %.3f over %s votes.",
                reliability.expectedCalibrationError(),
                HumanText.wholeCount(reliability.votes()));
        picture = new Picture(
                Math.max(
                        TOP + SIDE + GAP + HISTOGRAM + 52,
                        TOP + 60 + reliability.behaviors().size() * ROW),
                "Stated confidence against observed precision, %s (UTC)".formatted(days),
                error,
                STYLE,
                DARK_STYLE);
    }

    /** Returns an SVG document for published days whose events have votes. */
    public static String svg(Reliability reliability, LocalDate from, LocalDate to) {
        return new ReliabilityPicture(reliability, from.equals(to) ? from.toString() : from + " to " + to).draw();
    }

    private String draw() {
        picture.add("<text class=\"title\" x=\"20\" y=\"36\">Stated confidence against observed precision</text>");
        picture.add("<text class=\"faint\" x=\"20\" y=\"58\">Event days %s (UTC). %s</text>", days, error);
        PLOT.grid(picture);
        picture.add(
                "<text class=\"faint\" transform=\"translate(24 %d) rotate(-90)\" text-anchor=\"middle\">observed precision</text>",
                TOP + SIDE / 2);
        marks();
        histogram();
        table();
        return picture.svg();
    }

    private long mostVotes() {
        return reliability.bins().stream()
                .mapToLong(bin -> bin.precision().votes())
                .max()
                .orElse(1);
    }

    private void marks() {
        long most = mostVotes();
        for (Reliability.Tally bin : reliability.bins()) {
            Precision precision = bin.precision();
            if (precision.votes() == 0) {
                continue;
            }
            double x = PLOT.x(bin.stated());
            double radius = Math.max(LEAST_RADIUS, MOST_RADIUS * Math.sqrt((double) precision.votes() / most));
            picture.add(
                    "<path class=\"whisker\" d=\"M%.1f %.1fV%.1fM%.1f %.1fh8M%.1f %.1fh8\"/>",
                    x,
                    PLOT.y(precision.low()),
                    PLOT.y(precision.high()),
                    x - 4,
                    PLOT.y(precision.low()),
                    x - 4,
                    PLOT.y(precision.high()));
            picture.add(
                    "<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>stated %.2f, observed %s, %d votes</title></circle>",
                    x, PLOT.y(precision.share()), radius, bin.stated(), precision.text(), precision.votes());
        }
    }

    private void histogram() {
        long most = mostVotes();
        int top = TOP + SIDE + GAP;
        List<Reliability.Tally> bins = reliability.bins();
        for (int i = 0; i < bins.size(); i++) {
            long votes = bins.get(i).precision().votes();
            double height = HISTOGRAM * (double) votes / most;
            double x = PLOT.x((double) i / Reliability.BINS);
            if (votes > 0) {
                picture.add(
                        "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                        x + 2, top + HISTOGRAM - height, SIDE / 10.0 - 4, height);
                picture.add(
                        "<text class=\"faint\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
                        x + SIDE / 20.0, top + HISTOGRAM - height - 4, HumanText.count((double) votes));
            }
        }
        picture.add("<path class=\"line\" d=\"M%d %dH%d\"/>", LEFT, top + HISTOGRAM, LEFT + SIDE);
        picture.add(
                "<text class=\"faint\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">stated confidence; below, votes per bin</text>",
                LEFT + SIDE / 2, TOP + SIDE + 34);
    }

    private void table() {
        int y = TOP + 12;
        picture.add("<text class=\"head\" x=\"%d\" y=\"%d\">Behavior</text>", TABLE_LEFT, y);
        cell("head", 656, y, "votes");
        cell("head", 716, y, "stated");
        cell("head", 856, y, "observed (95 %)");
        cell("head", 940, y, "differs by");
        for (Map.Entry<Behavior, Reliability.Tally> entry :
                reliability.behaviors().entrySet()) {
            Behavior behavior = entry.getKey();
            Reliability.Tally tally = entry.getValue();
            y += ROW;
            picture.add(
                    "<rect fill=\"%s\" x=\"%d\" y=\"%d\" width=\"10\" height=\"10\"/>",
                    BehaviorLook.of(behavior).webColor(), TABLE_LEFT, y - 10);
            picture.add("<text x=\"%d\" y=\"%d\">%s</text>", TABLE_LEFT + 18, y, behavior.label());
            cell("", 656, y, HumanText.wholeCount(tally.precision().votes()));
            cell("", 716, y, String.format(Locale.ROOT, "%.2f", tally.stated()));
            cell("", 856, y, tally.precision().text());
            cell("", 940, y, String.format(Locale.ROOT, "%+.2f", tally.difference()));
        }
    }

    private void cell(String style, int x, int y, String text) {
        picture.add("<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", style, x, y, text);
    }
}
