package io.petty.cli.workspace;

import io.petty.output.StandardOutput;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The two streams a command writes to. Java can't tell whether one of them is a terminal, so the {@code petty} script
 * says it by system properties.
 *
 * @param out results
 * @param err progress and errors
 * @param colors whether results may carry colors
 * @param bars whether progress may be drawn as a bar
 * @param columns how wide the terminal is, characters
 */
public record Terminal(StandardOutput out, PrintWriter err, boolean colors, boolean bars, int columns) {
    private static final int DEFAULT_COLUMNS = 100;
    private static final int MIN_COLUMNS = 60;

    public static Terminal system() {
        return of(
                StandardOutput.ofProcess(), new PrintWriter(System.err, true, StandardCharsets.UTF_8), System.getenv());
    }

    /** A terminal whose {@code TERM} is {@code dumb} or not set gets no escape codes. */
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
