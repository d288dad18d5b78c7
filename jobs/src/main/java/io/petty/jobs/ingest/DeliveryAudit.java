package io.petty.jobs.ingest;

import io.petty.lake.DeliveryFile;
import io.petty.lake.RejectCounts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The check that enough of a delivery day can be used. Its reject share is the larger of two: rejects among its lines, and
 * bytes of unusable files, as stored, among the bytes delivered. The second covers files that give no lines.
 *
 * @param files the day's raw files, without ignored files
 * @param maxRejectShare the largest share that passes, 0 to 1
 */
public record DeliveryAudit(LocalDate day, List<DeliveryFile> files, double maxRejectShare) {
    private static final int LEADING = 3;

    public DeliveryAudit {
        files = List.copyOf(files);
    }

    public boolean passes() {
        return linesPass() && bytesPass();
    }

    private boolean linesPass() {
        return rejects() <= lines() * maxRejectShare;
    }

    private boolean bytesPass() {
        return unusableBytes() <= bytes() * maxRejectShare;
    }

    private long lines() {
        return sum(file -> true, DeliveryFile::lines);
    }

    private long rejects() {
        return sum(file -> true, DeliveryFile::rejects);
    }

    private long bytes() {
        return sum(file -> true, DeliveryFile::size);
    }

    private long unusableBytes() {
        return sum(DeliveryFile::isUnusable, DeliveryFile::size);
    }

    private long sum(Predicate<DeliveryFile> which, ToLongFunction<DeliveryFile> what) {
        return files.stream().filter(which).mapToLong(what).sum();
    }

    /** Returns why the day doesn't pass, with the leading reasons, files and collars. */
    public String message(RejectCounts rejects) {
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

    /** By bytes where those are too many, else by rejects. */
    private String leadingFiles() {
        return bytesPass()
                ? leadingFiles(
                        DeliveryFile::rejects,
                        file -> "%s %,d of %,d".formatted(file.key(), file.rejects(), file.lines()))
                : leadingFiles(
                        file -> file.isUnusable() ? file.size() : 0,
                        file -> "%s %,d bytes".formatted(file.key(), file.size()));
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
