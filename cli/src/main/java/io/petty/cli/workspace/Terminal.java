package io.petty.cli.workspace;

import io.petty.output.StandardOutput;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The two streams of a command. Java can't tell which of them is a terminal, so the {@code petty} script sets system
 * properties.
 *
 * @param out results
 * @param err progress and errors
 * @param colors whether results may have colors
 * @param bars whether progress may be drawn as a bar
 * @param columns width of the terminal in characters
 */
public record Terminal(StandardOutput out, PrintWriter err, boolean colors, boolean bars, int columns) {
    private static final int DEFAULT_COLUMNS = 100;
    private static final int MIN_COLUMNS = 60;

    public static Terminal system() {
        return of(
                StandardOutput.ofProcess(), new PrintWriter(System.err, true, StandardCharsets.UTF_8), System.getenv());
    }

    /** Creates a terminal. It gets no escape codes if {@code TERM} is {@code dumb} or missing. */
    static Terminal of(StandardOutput out, PrintWriter err, Map<String, String> environment) {
        boolean dumb = List.of("", "dumb").contains(environment.getOrDefault("TERM", ""));
        // See https://no-color.org.
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        int columns = Integer.getInteger("petty.terminal.columns", DEFAULT_COLUMNS);
        return new Terminal(
                out,
                err,
                Boolean.getBoolean("petty.terminal.out") && !dumb && !plain,
                Boolean.getBoolean("petty.terminal.err") && !dumb,
                Math.max(MIN_COLUMNS, columns == 0 ? DEFAULT_COLUMNS : columns));
    }
}
