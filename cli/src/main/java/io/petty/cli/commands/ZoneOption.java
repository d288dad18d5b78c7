package io.petty.cli.commands;

import io.petty.cli.render.PrintableText;
import io.petty.timeline.ZoneName;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time zone; for an unknown name, suggests the nearest known ones. */
final class ZoneOption implements ITypeConverter<ZoneId> {
    private static final int SHOWN = 3;
    private static final int MOST_EDITS = 2;
    /** No suggestions are made for longer texts. */
    private static final int LONGEST = 40;

    @Override
    public ZoneId convert(String text) {
        return ZoneName.parse(text).orElseThrow(() -> new TypeConversionException(message(text)));
    }

    private static String message(String text) {
        List<String> nearest = nearest(text);
        return "'%s' is not a time zone like Europe/Berlin or +05:45%s"
                .formatted(
                        PrintableText.of(text.substring(0, Math.min(text.length(), LONGEST))),
                        nearest.isEmpty() ? "" : ". Did you mean " + String.join(", ", nearest) + "?");
    }

    private static List<String> nearest(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            return List.of();
        }
        String typed = text.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
        // Short names differ by few edits, so fewer edits are allowed for a short text.
        int mostEdits = Math.min(MOST_EDITS, typed.length() / 4);
        return ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> !zone.startsWith("SystemV/"))
                .filter(zone -> away(zone, typed) <= mostEdits)
                .sorted(Comparator.comparingInt((String zone) -> away(zone, typed))
                        .thenComparing(zone -> zone))
                .limit(SHOWN)
                .toList();
    }

    /** Returns the edit distance from the text to the zone's name or, if that is less, to only the city in it. */
    private static int away(String zone, String typed) {
        String name = zone.toLowerCase(Locale.ROOT);
        return Math.min(edits(name, typed), edits(name.substring(name.lastIndexOf('/') + 1), typed));
    }

    /** Returns the Levenshtein distance. */
    private static int edits(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
