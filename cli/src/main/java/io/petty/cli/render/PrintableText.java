package io.petty.cli.render;

/** Makes text from outside safe to print: replaces control characters, which could manipulate a terminal. */
public final class PrintableText {
    private static final int SHORT = 160;

    private PrintableText() {}

    public static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .forEach(c -> printable.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\uFFFD' : c));
        return printable.toString();
    }

    /** Returns the text like {@link #of}, but only the first {@value #SHORT} characters of a longer one. */
    public static String shortened(String text) {
        return text.codePointCount(0, text.length()) > SHORT
                ? of(text.substring(0, text.offsetByCodePoints(0, SHORT))) + "…"
                : of(text);
    }
}
