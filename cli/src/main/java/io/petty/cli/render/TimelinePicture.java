package io.petty.cli.render;

import static io.petty.cli.picture.Picture.escaped;

import io.petty.cli.picture.Picture;
import io.petty.timeline.Behavior;
import io.petty.timeline.LocalDay;
import io.petty.timeline.Span;
import java.util.ArrayList;
import java.util.List;

/** Draws a collar's day as a self-contained picture, for pages such as a README. */
public final class TimelinePicture {
    private static final int LEFT = 160;
    private static final int RIGHT = 800;
    private static final int TOP = 92;
    private static final int BAR = 36;
    private static final int ROW = 28;
    private static final int ROW_BAR = 16;
    private static final double LEAST_WIDTH = 2.5;

    private static final String STYLE = """
            .flag{fill:#a84300;font-weight:600}
            .track{fill:#eff2f5}
            .unpublished{fill:#d1d9e0}
            .hour{stroke:#d1d9e0}
            rect:not(.card){shape-rendering:crispEdges}
            """;

    private static final String DARK_STYLE = """
            .flag{fill:#ff9d5c}
            .track{fill:#1c2129}
            .unpublished{fill:#3d444d}
            .hour{stroke:#3d444d}
            """;

    private TimelinePicture() {}

    /**
     * Returns an SVG document: a bar, a row per behavior with its total, hours, flags, and a description for screen
     * readers.
     *
     * @param flags in words
     */
    public static String svg(String collarId, ShownDay shown, List<String> flags) {
        DayCells cells = new DayCells(shown, 24);
        List<Behavior> behaviors = DayBar.occurring(cells);
        List<String> notes = new ArrayList<>(flags.stream().map("⚑ "::concat).toList());
        shown.unpublished().forEach(part -> notes.add(notPublished(shown, part)));
        int bottom = TOP + BAR + 18 + behaviors.size() * ROW;
        int height = bottom + notes.size() * 24 + 16;
        Picture picture = new Picture(
                height,
                "%s, %s (%s)".formatted(collarId, shown.day().date(), shown.zone()),
                description(shown, cells, behaviors, flags),
                STYLE,
                DARK_STYLE);
        picture.add("<text class=\"title\" x=\"20\" y=\"36\">%s</text>", escaped(collarId));
        picture.add("<text class=\"faint\" x=\"20\" y=\"56\">%s</text>", escaped(shown.title()));
        hours(picture, shown, bottom);
        row(picture, shown, "Observed", shown.spans(), TOP, BAR, cells.total());
        int y = TOP + BAR + 18;
        for (Behavior behavior : behaviors) {
            List<Span> own = shown.spans().stream()
                    .filter(span -> span.behavior() == behavior)
                    .toList();
            row(picture, shown, behavior.label(), own, y, ROW_BAR, cells.total(behavior));
            y += ROW;
        }
        for (String note : notes) {
            y += 24;
            picture.add("<text class=\"flag\" x=\"20\" y=\"%d\">%s</text>", y - 8, escaped(note));
        }
        return picture.svg();
    }

    private static void hours(Picture picture, ShownDay shown, int bottom) {
        for (HourMark mark : HourMark.of(shown.day())) {
            long x = Math.round(x(shown, mark.time()));
            picture.add("<path class=\"hour\" d=\"M%d %dV%d\"/>", x, TOP - 8, bottom - 4);
            picture.add(
                    "<text class=\"faint\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x, TOP - 14, mark.label());
        }
    }

    private static void row(
            Picture picture, ShownDay shown, String label, List<Span> spans, int y, int height, long total) {
        int baseline = y + height / 2 + 5;
        picture.add("<text x=\"20\" y=\"%d\">%s</text>", baseline, escaped(label));
        picture.add(
                "<rect class=\"track\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", LEFT, y, RIGHT - LEFT, height);
        for (LocalDay.Part part : shown.unpublished()) {
            double left = x(shown, part.start());
            double width = x(shown, part.end()) - left;
            picture.add(
                    "<rect class=\"unpublished\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                    left, y, width, height);
        }
        for (Span span : spans) {
            double start = x(shown, span.start());
            double width = Math.max(LEAST_WIDTH, x(shown, span.end()) - start);
            // A short span at the end of the day stays inside the bar.
            double left = Math.min(start, RIGHT - width);
            picture.add(
                    "<rect fill=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                    BehaviorLook.of(span.behavior()).webColor(), left, y, width, height);
        }
        picture.add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                Picture.WIDTH - 20, baseline, HumanText.duration(total));
    }

    private static double x(ShownDay shown, long time) {
        return LEFT + (RIGHT - LEFT) * (double) shown.within(time) / shown.length();
    }

    private static String notPublished(ShownDay shown, LocalDay.Part part) {
        return "Not published yet: %s–%s"
                .formatted(TimeOfDay.text(shown.day(), part.start()), TimeOfDay.text(shown.day(), part.end()));
    }

    private static String description(ShownDay shown, DayCells cells, List<Behavior> behaviors, List<String> flags) {
        List<String> words = new ArrayList<>();
        for (Behavior behavior : behaviors) {
            words.add(behavior.label() + " " + HumanText.duration(cells.total(behavior)));
        }
        String behaviorsText = words.isEmpty() ? "No events" : String.join(", ", words);
        List<String> sentences = new ArrayList<>(List.of(behaviorsText));
        sentences.addAll(flags);
        shown.unpublished().forEach(part -> sentences.add(notPublished(shown, part)));
        return String.join(". ", sentences) + ".";
    }
}
