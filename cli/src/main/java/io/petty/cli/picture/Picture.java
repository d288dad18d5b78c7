package io.petty.cli.picture;

import java.util.Locale;

/** A self-contained SVG document: a card with text, in the viewer's light or dark color scheme. */
public final class Picture {
    /** In pixels. */
    public static final int WIDTH = 960;

    private static final String STYLE = """
            text{font:14px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#1f2328}
            .title{font-size:18px;font-weight:600}
            .faint{fill:#59636e;font-size:12px}
            .card{fill:#ffffff;stroke:#d1d9e0}
            """;

    private static final String DARK_STYLE = """
            text{fill:#f0f6fc}
            .faint{fill:#9198a1}
            .card{fill:#0d1117;stroke:#3d444d}
            """;

    private final StringBuilder svg = new StringBuilder();

    /**
     * Starts a document with the card.
     *
     * @param height in pixels
     * @param title the accessible name, in plain text
     * @param description the picture in words, in plain text
     * @param style CSS rules, one per line, in addition to those of {@code text}, {@code title}, {@code faint} and
     *     {@code card}
     * @param darkStyle CSS rules for a dark color scheme, one per line
     */
    public Picture(int height, String title, String description, String style, String darkStyle) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                        + "role=\"img\" aria-labelledby=\"title description\">",
                WIDTH, height, WIDTH, height);
        add("<title id=\"title\">%s</title>", escaped(title));
        add("<desc id=\"description\">%s</desc>", escaped(description));
        add("<style>");
        svg.append(STYLE).append(style);
        add("@media (prefers-color-scheme:dark){");
        svg.append(DARK_STYLE).append(darkStyle);
        add("}\n</style>");
        add("<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>", WIDTH - 1, height - 1);
    }

    /** Adds a line of SVG. Texts among the values must be {@link #escaped}. */
    public void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** Escapes a text, so that it can be the content of an element. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Returns the whole document; nothing can be added afterwards. */
    public String svg() {
        return svg.append("</svg>\n").toString();
    }
}
