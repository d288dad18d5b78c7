package io.petty.scheduler.accuracy;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Draws an accuracy report as a picture that stands on its own: precision, recall and kappa by behavior, and confidence
 * against truth.
 */
public final class AccuracyPicture {
    private static final int WIDTH = 960;
    private static final int TOP = 104;
    private static final int LEFT = 150;
    private static final int BARS = 330;
    private static final int ROW = 62;
    private static final int BAR = 14;
    private static final int PLOT_LEFT = 590;
    private static final int PLOT = 330;
    private static final double MOST_RADIUS = 13;
    private static final double LEAST_RADIUS = 4;

    private static final String STYLE = """
            text{font:14px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#1f2328}
            .title{font-size:18px;font-weight:600}
            .faint{fill:#59636e;font-size:12px}
            .card{fill:#ffffff;stroke:#d1d9e0}
            .line{stroke:#d1d9e0;fill:none}
            .ideal{stroke:#59636e;stroke-dasharray:5 4;fill:none}
            .precision{fill:#0072b2}
            .recall{fill:#56b4e9}
            .kappa{fill:#009e73}
            .mark{fill:#0072b2;fill-opacity:.8}
            @media (prefers-color-scheme:dark){
            text{fill:#f0f6fc}
            .faint{fill:#9198a1}
            .card{fill:#0d1117;stroke:#3d444d}
            .line{stroke:#3d444d}
            .ideal{stroke:#9198a1}
            .mark{fill:#56b4e9}
            }
            """;

    private final StringBuilder svg = new StringBuilder();
    private final AccuracyReport report;
    private final List<BehaviorAccuracy> behaviors;

    private AccuracyPicture(AccuracyReport report) {
        this.report = report;
        behaviors = report.behaviors().stream()
                .filter(behavior -> behavior.precision() != null || behavior.recall() != null)
                .toList();
    }

    /** An SVG document. */
    public static String svg(AccuracyReport report) {
        return new AccuracyPicture(report).draw();
    }

    private String draw() {
        int height = TOP + Math.max(PLOT + 60, behaviors.size() * ROW + 40);
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                        + "role=\"img\" aria-labelledby=\"title description\">",
                WIDTH, height, WIDTH, height);
        String scored = String.format(
                Locale.ROOT,
                "Event days %s to %s (UTC): %,d minutes of %,d collar-days. %.1f %% of the minutes agree.",
                report.from(),
                report.to(),
                report.minutes(),
                report.collarDays(),
                100 * report.agreement());
        add("<title id=\"title\">Published timelines against the truth</title>");
        add("<desc id=\"description\">%s</desc>", scored);
        add("<style>\n%s</style>", STYLE);
        add("<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>", WIDTH - 1, height - 1);
        add("<text class=\"title\" x=\"20\" y=\"36\">Published timelines against the truth</text>");
        add("<text class=\"faint\" x=\"20\" y=\"58\">%s</text>", scored);
        legend();
        bars();
        confidences();
        return svg.append("</svg>\n").toString();
    }

    private void legend() {
        int x = LEFT;
        for (String share : new String[] {"precision", "recall", "kappa"}) {
            add("<rect class=\"%s\" x=\"%d\" y=\"76\" width=\"10\" height=\"10\"/>", share, x);
            add("<text class=\"faint\" x=\"%d\" y=\"85\">%s</text>", x + 15, share);
            x += 90;
        }
    }

    private void bars() {
        int bottom = TOP + behaviors.size() * ROW;
        for (int tenth = 0; tenth <= 10; tenth += 2) {
            double x = LEFT + BARS * tenth / 10.0;
            add("<path class=\"line\" d=\"M%.1f %dV%d\"/>", x, TOP, bottom);
            add(
                    "<text class=\"faint\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>",
                    x, bottom + 18, tenth / 10.0);
        }
        int y = TOP + 6;
        for (BehaviorAccuracy behavior : behaviors) {
            add("<text x=\"20\" y=\"%d\">%s</text>", y + 27, behavior.behavior());
            bar("precision", y, behavior.precision());
            bar("recall", y + BAR + 2, behavior.recall());
            bar("kappa", y + 2 * (BAR + 2), behavior.kappa());
            y += ROW;
        }
    }

    private void bar(String style, int y, @Nullable Double share) {
        if (share == null) {
            add("<text class=\"faint\" x=\"%d\" y=\"%d\">–</text>", LEFT + 5, y + 11);
            return;
        }
        double width = BARS * Math.max(0, share);
        add("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>", style, LEFT, y, width, BAR);
        add("<text class=\"faint\" x=\"%.1f\" y=\"%d\">%.2f</text>", LEFT + width + 5, y + 11, share);
    }

    private void confidences() {
        for (int tenth = 0; tenth <= 10; tenth += 2) {
            double x = x(tenth / 10.0);
            double y = y(tenth / 10.0);
            add("<path class=\"line\" d=\"M%.1f %dV%d\"/>", x, TOP, TOP + PLOT);
            add("<path class=\"line\" d=\"M%d %.1fH%d\"/>", PLOT_LEFT, y, PLOT_LEFT + PLOT);
            add(
                    "<text class=\"faint\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>",
                    x, TOP + PLOT + 18, tenth / 10.0);
            add(
                    "<text class=\"faint\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>",
                    PLOT_LEFT - 8, y + 4, tenth / 10.0);
        }
        add("<path class=\"ideal\" d=\"M%d %dL%d %d\"/>", PLOT_LEFT, TOP + PLOT, PLOT_LEFT + PLOT, TOP);
        add(
                "<text class=\"faint\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">stated confidence</text>",
                PLOT_LEFT + PLOT / 2, TOP + PLOT + 38);
        add(
                "<text class=\"faint\" transform=\"translate(%d %d) rotate(-90)\" text-anchor=\"middle\">true minutes</text>",
                PLOT_LEFT - 40, TOP + PLOT / 2);
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
            double x = x(confidence.confidence());
            double y = y(confidence.trueMinutes());
            add(
                    "<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s: stated %.2f, true %.2f, %d minutes</title></circle>",
                    x,
                    y,
                    radius,
                    confidence.behavior(),
                    confidence.confidence(),
                    confidence.trueMinutes(),
                    confidence.minutes());
            // Marks may be on top of each other; their names must not be.
            lastLabel = Math.abs(x - lastX) < 100 ? Math.max(lastLabel + 13, y + 4) : y + 4;
            lastX = x;
            add(
                    "<text class=\"faint\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    x - radius - 4, lastLabel, confidence.behavior());
        }
    }

    private static double x(double share) {
        return PLOT_LEFT + PLOT * share;
    }

    private static double y(double share) {
        return TOP + PLOT * (1 - share);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
