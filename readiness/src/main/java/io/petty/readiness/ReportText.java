package io.petty.readiness;

import io.petty.readiness.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a report for a terminal: one line per check, with the evidence below it. */
public final class ReportText {
    private static final String RESET = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final String FAINT = "\u001b[2m";
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[1;31m";
    private static final String YELLOW = "\u001b[33m";
    private static final int INDENT = 8;
    private static final int LEAST_WIDTH = 40;

    private final boolean colors;
    private final int columns;

    /**
     * @param colors whether to use a terminal's escape codes
     * @param columns the maximum width in characters
     */
    public ReportText(boolean colors, int columns) {
        this.colors = colors;
        this.columns = columns;
    }

    /** Returns the whole report. */
    public String of(ReadinessReport report) {
        StringBuilder text = new StringBuilder();
        line(text, ink(BOLD, "Readiness of " + report.target()));
        line(text, ink(FAINT, "%s UTC, petty %s".formatted(report.at().replace("Z", ""), report.version())));
        String group = "";
        for (Finding finding : report.findings()) {
            if (!finding.group().equals(group)) {
                group = finding.group();
                line(text, "");
                line(text, ink(BOLD, group));
            }
            add(text, finding);
        }
        line(text, "");
        line(
                text,
                ink(report.isReady() ? GREEN : RED, report.isReady() ? "Ready" : "Not ready") + ": " + report.summary()
                        + ".");
        return text.toString();
    }

    private void add(StringBuilder text, Finding finding) {
        line(
                text,
                "  %s  %s  %s"
                        .formatted(
                                ink(color(finding.outcome()), word(finding.outcome())),
                                finding.title(),
                                ink(FAINT, finding.id())));
        paragraph(text, finding.outcome().isBad() ? "" : FAINT, finding.evidence());
        if (finding.remedy() != null) {
            paragraph(text, YELLOW, "What to do: " + finding.remedy());
        }
    }

    private void paragraph(StringBuilder text, String color, String words) {
        for (String line : wrapped(words, Math.max(LEAST_WIDTH, columns - INDENT))) {
            line(text, " ".repeat(INDENT) + ink(color, line));
        }
    }

    private static List<String> wrapped(String words, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Returns the line that is shown as soon as a check ends. */
    static String progress(Finding finding) {
        return String.format(
                Locale.ROOT,
                "%s  %-28s %5.1f s%s",
                word(finding.outcome()),
                finding.id(),
                finding.millis() / 1000.0,
                finding.outcome().isBad() ? "  " + finding.title() : "");
    }

    /** Returns a word of four characters, which keeps the columns aligned. */
    private static String word(Outcome outcome) {
        return switch (outcome) {
            case PASS -> "pass";
            case FAIL -> "FAIL";
            case TIMED_OUT -> "SLOW";
            case NOT_APPLICABLE -> "n/a ";
        };
    }

    private static String color(Outcome outcome) {
        return switch (outcome) {
            case PASS -> GREEN;
            case FAIL, TIMED_OUT -> RED;
            case NOT_APPLICABLE -> FAINT;
        };
    }

    private String ink(String color, String words) {
        return colors && !color.isEmpty() && !words.isEmpty() ? color + words + RESET : words;
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
