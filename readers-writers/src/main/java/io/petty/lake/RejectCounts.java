package io.petty.lake;

import io.petty.raw.Reject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The counts of a delivery day's rejects, with examples.
 *
 * @param byReason counts by the reason's label
 * @param byFile counts by file, then by the reason's label
 * @param byCollar counts by the collar that a line names; lines without a collar are left out
 * @param examples the first few rejects of each reason
 */
public record RejectCounts(
        Map<String, Long> byReason,
        Map<String, Map<String, Long>> byFile,
        Map<String, Long> byCollar,
        Map<String, List<Reject>> examples) {
    private static final int EXAMPLES = 3;

    /** Finds the collar's id in a line that may be invalid. */
    private static final Pattern COLLAR =
            Pattern.compile("\"collar_id\"\\s*+:\\s*+\"([A-Za-z0-9][A-Za-z0-9_-]{0,63})\"");

    /** Counts the rejects of the delivery day in the rejects table. */
    public static RejectCounts of(Lake lake, LocalDate deliveryDay) {
        RejectCounts counts = new RejectCounts(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        try {
            new DayRejects(lake, deliveryDay).rows(counts::add);
        } catch (IOException e) {
            throw new UncheckedIOException("The rejects of %s can't be read".formatted(deliveryDay), e);
        }
        return counts;
    }

    private void add(Reject reject) {
        String reason = reject.reason().label();
        byReason.merge(reason, 1L, Long::sum);
        byFile.computeIfAbsent(reject.file(), file -> new TreeMap<>()).merge(reason, 1L, Long::sum);
        Matcher collar = COLLAR.matcher(reject.content());
        if (collar.find()) {
            byCollar.merge(collar.group(1), 1L, Long::sum);
        }
        List<Reject> shown = examples.computeIfAbsent(reason, key -> new ArrayList<>());
        if (shown.size() < EXAMPLES) {
            shown.add(reject);
        }
    }
}
