package io.petty.cli.accuracy;

import io.petty.cli.picture.Picture;
import io.petty.cli.picture.SharePlot;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Draws an accuracy report as a self-contained picture: precision, recall and kappa by behavior, and confidence against
 * truth.
 */
public final class AccuracyPicture {
    private static final int TOP = 104;
    private static final int LEFT = 150;
    private static final int BARS = 330;
    private static final int ROW = 62;
    private static final int BAR = 14;
    private static final SharePlot PLOT = new SharePlot(590, TOP, 330);
    private static final double MOST_RADIUS = 13;
    private static final double LEAST_RADIUS = 4;

    private static final String STYLE = SharePlot.STYLE + """
            .precision{fill:#0072b2}
            .recall{fill:#56b4e9}
            .kappa{fill:#009e73}
            .mark{fill:#0072b2;fill-opacity:.8}
            """;

    private static final String DARK_STYLE = SharePlot.DARK_STYLE + """
            .mark{fill:#56b4e9}
            """;

    private static final String TITLE = "Published timelines against the truth";

    private final AccuracyReport report;
    private final List<BehaviorAccuracy> behaviors;
    private final String scored;
    private final Picture picture;

    private AccuracyPicture(AccuracyReport report) {
        this.report = report;
        behaviors = report.behaviors().stream()
                .filter(behavior -> behavior.precision() != null || behavior.recall() != null)
                .toList();
        scored = String.format(
                Locale.ROOT,
                "Event days %s to %s (UTC): %,d minutes of %,d collar-days. %.1f %% of the minutes agree.",
                report.from(),
                report.to(),
                report.minutes(),
                report.collarDays(),
                100 * report.agreement());
        picture = new Picture(
                TOP + Math.max(PLOT.side() + 60, behaviors.size() * ROW + 40), TITLE, scored, STYLE, DARK_STYLE);
    }

    /** Returns an SVG document. */
    public static String svg(AccuracyReport report) {
        return new AccuracyPicture(report).draw();
    }

    private String draw() {
        picture.add("<text class=\"title\" x=\"20\" y=\"36\">%s</text>", TITLE);
        picture.add("<text class=\"faint\" x=\"20\" y=\"58\">%s</text>", scored);
        legend();
        bars();
        confidences();
        return picture.svg();
    }

    private void legend() {
        int x = LEFT;
        for (String share : new String[] {"precision", "recall", "kappa"}) {
            picture.add("<rect class=\"%s\" x=\"%d\" y=\"76\" width=\"10\" height=\"10\"/>", share, x);
            picture.add("<text class=\"faint\" x=\"%d\" y=\"85\">%s</text>", x + 15, share);
            x += 90;
        }
    }

    private void bars() {
        int bottom = TOP + behaviors.size() * ROW;
        for (int tenth = 0; tenth <= 10; tenth += 2) {
            double x = LEFT + BARS * tenth / 10.0;
            picture.add("<path class=\"line\" d=\"M%.1f %dV%d\"/>", x, TOP, bottom);
            picture.add(
                    "<text class=\"faint\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>",
                    x, bottom + 18, tenth / 10.0);
        }
        int y = TOP + 6;
        for (BehaviorAccuracy behavior : behaviors) {
            picture.add("<text x=\"20\" y=\"%d\">%s</text>", y + 27, behavior.behavior());
            bar("precision", y, behavior.precision());
            bar("recall", y + BAR + 2, behavior.recall());
            bar("kappa", y + 2 * (BAR + 2), behavior.kappa());
            y += ROW;
        }
    }

    private void bar(String style, int y, @Nullable Double share) {
        if (share == null) {
            picture.add("<text class=\"faint\" x=\"%d\" y=\"%d\">–</text>", LEFT + 5, y + 11);
            return;
        }
        double width = BARS * Math.max(0, share);
        picture.add("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>", style, LEFT, y, width, BAR);
        picture.add("<text class=\"faint\" x=\"%.1f\" y=\"%d\">%.2f</text>", LEFT + width + 5, y + 11, share);
    }

    private void confidences() {
        PLOT.grid(picture);
        picture.add(
                "<text class=\"faint\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">stated confidence</text>",
                PLOT.left() + PLOT.side() / 2, TOP + PLOT.side() + 38);
        picture.add(
                "<text class=\"faint\" transform=\"translate(%d %d) rotate(-90)\" text-anchor=\"middle\">true minutes</text>",
                PLOT.left() - 40, TOP + PLOT.side() / 2);
        long most = 1;
        for (ConfidenceAccuracy confidence : report.confidences()) {
            most = Math.max(most, confidence.minutes());
        }
        double lastLabel = 0;
        double lastX = 0;
        List<ConfidenceAccuracy> fromTop = report.confidences().stream()
                .sorted(Comparator.comparingDouble(ConfidenceAccuracy::trueMinutes)
                        .reversed())
                .toList();
        for (ConfidenceAccuracy confidence : fromTop) {
            double radius = Math.max(LEAST_RADIUS, MOST_RADIUS * Math.sqrt((double) confidence.minutes() / most));
            double x = PLOT.x(confidence.confidence());
            double y = PLOT.y(confidence.trueMinutes());
            picture.add(
                    "<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s: stated %.2f, true %.2f, %d minutes</title></circle>",
                    x,
                    y,
                    radius,
                    confidence.behavior(),
                    confidence.confidence(),
                    confidence.trueMinutes(),
                    confidence.minutes());
            // Marks may overlap, but their names must not.
            lastLabel = Math.abs(x - lastX) < 100 ? Math.max(lastLabel + 13, y + 4) : y + 4;
            lastX = x;
            picture.add(
                    "<text class=\"faint\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    x - radius - 4, lastLabel, confidence.behavior());
        }
    }
}
