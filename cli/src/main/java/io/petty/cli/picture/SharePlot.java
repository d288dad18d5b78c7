package io.petty.cli.picture;

/**
 * A square plot of one share against another, both from 0 to 1.
 *
 * @param left the left edge of the square, in pixels
 * @param top the top edge of the square, in pixels
 * @param side the length of a side of the square, in pixels
 */
public record SharePlot(int left, int top, int side) {
    /** CSS rules for {@link #grid}. */
    public static final String STYLE = """
            .line{stroke:#d1d9e0;fill:none}
            .ideal{stroke:#59636e;stroke-dasharray:5 4;fill:none}
            """;

    /** The same rules for a dark color scheme. */
    public static final String DARK_STYLE = """
            .line{stroke:#3d444d}
            .ideal{stroke:#9198a1}
            """;

    /** Draws a grid with figures on both axes, and the diagonal of equal shares. */
    public void grid(Picture picture) {
        for (int tenth = 0; tenth <= 10; tenth += 2) {
            double x = x(tenth / 10.0);
            double y = y(tenth / 10.0);
            picture.add("<path class=\"line\" d=\"M%.1f %dV%d\"/>", x, top, top + side);
            picture.add("<path class=\"line\" d=\"M%d %.1fH%d\"/>", left, y, left + side);
            picture.add(
                    "<text class=\"faint\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>",
                    x, top + side + 18, tenth / 10.0);
            picture.add(
                    "<text class=\"faint\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>",
                    left - 8, y + 4, tenth / 10.0);
        }
        picture.add("<path class=\"ideal\" d=\"M%d %dL%d %d\"/>", left, top + side, left + side, top);
    }

    /** Returns a share's place on the horizontal axis, in pixels. */
    public double x(double share) {
        return left + side * share;
    }

    /** Returns a share's place on the vertical axis, in pixels. */
    public double y(double share) {
        return top + side * (1 - share);
    }
}
