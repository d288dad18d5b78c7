package io.petty.jobs.ingest;

import io.petty.lake.DeliveryFile;
import io.petty.lake.RejectCounts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Checks that enough of a delivery day can be used. Two shares are limited: the share of rejects among the lines, and
 * the share of unusable files among the stored bytes. The second covers unusable files that have no lines.
 *
 * @param files the day's raw files, without ignored files
 * @param maxRejectShare the maximum of both shares, 0 to 1
 */
record DeliveryAudit(LocalDate day, List<DeliveryFile> files, double maxRejectShare) {
    private static final int LEADING = 3;

    DeliveryAudit {
        files = List.copyOf(files);
    }

    boolean passes() {
        return linesPass() && bytesPass();
    }

    private boolean linesPass() {
        return rejects() <= lines() * maxRejectShare;
    }

    private boolean bytesPass() {
        return unusableBytes() <= bytes() * maxRejectShare;
    }

    private long lines() {
        return sum(DeliveryFile::lines);
    }

    private long rejects() {
        return sum(DeliveryFile::rejects);
    }

    private long bytes() {
        return sum(DeliveryFile::size);
    }

    private long unusableBytes() {
        return sum(DeliveryAudit::unusableBytes);
    }

    private static long unusableBytes(DeliveryFile file) {
        return file.isUnusable() ? file.size() : 0;
    }

    private long sum(ToLongFunction<DeliveryFile> figure) {
        return files.stream().mapToLong(figure).sum();
    }

    /** Returns why the day doesn't pass, with the most frequent reasons, files and collars. */
    String message(RejectCounts rejects) {
        List<String> shares = new ArrayList<>();
        if (!linesPass()) {
            shares.add("%,d of %,d lines delivered on %s are rejects (%.1f %%)"
                    .formatted(rejects(), lines(), day, 100.0 * rejects() / lines()));
        }
        if (!bytesPass()) {
            shares.add("%,d of %,d bytes delivered on %s are in unusable files (%.1f %%)"
                    .formatted(unusableBytes(), bytes(), day, 100.0 * unusableBytes() / bytes()));
        }
        return "%s; the limit is %.1f %%. Reasons: %s. Files: %s%s."
                .formatted(
                        String.join(" and ", shares),
                        100 * maxRejectShare,
                        leading(rejects.byReason()),
                        leadingFiles(),
                        rejects.byCollar().isEmpty() ? "" : ". Collars: " + leading(rejects.byCollar()));
    }

    private static String leading(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(LEADING)
                .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns the files with the most unusable bytes if their share is too large, otherwise the files with the most
     * rejects.
     */
    private String leadingFiles() {
        return bytesPass()
                ? leadingFiles(
                        DeliveryFile::rejects,
                        file -> "%s %,d of %,d".formatted(file.key(), file.rejects(), file.lines()))
                : leadingFiles(DeliveryAudit::unusableBytes, file -> "%s %,d bytes".formatted(file.key(), file.size()));
    }

    private String leadingFiles(ToLongFunction<DeliveryFile> weight, Function<DeliveryFile, String> text) {
        return files.stream()
                .filter(file -> weight.applyAsLong(file) > 0)
                .sorted(Comparator.comparingLong(weight).reversed().thenComparing(DeliveryFile::key))
                .limit(LEADING)
                .map(text)
                .collect(Collectors.joining(", "));
    }
}
