package io.petty.raw;

import io.petty.reading.PackedReading;
import io.petty.settings.SettingChecks;
import java.io.Serializable;
import java.util.List;

/**
 * The limits that records and files are checked against.
 *
 * @param lineBytes maximum size of a record in bytes, without its LF, 1 to 16 MiB
 * @param depth maximum nesting depth of a record, 3 (which a location's coordinates need) to 1,000; its outer object
 *     has depth 1
 * @param heartRateMin the lowest heart rate in beats per minute, at least 0
 * @param heartRateMax the highest heart rate in beats per minute, at most 16,776
 * @param heartRateAbsent heart rates in beats per minute that devices send for "no measurement", each 0 to 16,776
 * @param locationAbsent whether a location of exactly longitude 0 and latitude 0 means "no fix"
 * @param rangeBeforeDays how many days a timestamp may be before the delivery day's start, 0 to 36,500
 * @param rangeAfterHours how many hours a timestamp may be after the delivery day's start, 1 to 876,000
 * @param fileBytes maximum decompressed size of a compressed file in bytes, at least 1
 * @param fileRatio maximum ratio of decompressed to compressed size, at least 1; applies only beyond {@value
 *     #RATIO_FREE_BYTES} decompressed bytes, so that a single long repetitive record doesn't cause a reject of the
 *     whole file
 */
public record RawRules(
        int lineBytes,
        int depth,
        int heartRateMin,
        int heartRateMax,
        List<Integer> heartRateAbsent,
        boolean locationAbsent,
        int rangeBeforeDays,
        int rangeAfterHours,
        long fileBytes,
        int fileRatio)
        implements Serializable {
    /** The limits of the specification. */
    public static final RawRules DEFAULTS = new RawRules(65_536, 64, 30, 300, List.of(0), true, 30, 25, 16L << 30, 200);

    static final long RATIO_FREE_BYTES = 256L << 20;

    private static final int MAX_BPM = PackedReading.MAX_HEART_RATE / 1_000;

    /** @throws IllegalArgumentException naming the property that is out of range */
    public RawRules {
        SettingChecks.between("petty.raw-rules.line-bytes", lineBytes, 1, 16 << 20);
        SettingChecks.between("petty.raw-rules.depth", depth, 3, 1_000);
        SettingChecks.between("petty.raw-rules.heart-rate-min", heartRateMin, 0, MAX_BPM);
        SettingChecks.between("petty.raw-rules.heart-rate-max", heartRateMax, heartRateMin, MAX_BPM);
        heartRateAbsent = List.copyOf(heartRateAbsent);
        heartRateAbsent.forEach(value -> SettingChecks.between("petty.raw-rules.heart-rate-absent", value, 0, MAX_BPM));
        SettingChecks.between("petty.raw-rules.range-before-days", rangeBeforeDays, 0, 36_500);
        SettingChecks.between("petty.raw-rules.range-after-hours", rangeAfterHours, 1, 876_000);
        SettingChecks.between("petty.raw-rules.file-bytes", fileBytes, 1, Long.MAX_VALUE / 2);
        SettingChecks.between("petty.raw-rules.file-ratio", fileRatio, 1, Integer.MAX_VALUE);
    }

    /** Returns the maximum decompressed size, in bytes, of a file of {@code compressedBytes} bytes. */
    long decompressedLimit(long compressedBytes) {
        long byRatio = compressedBytes > fileBytes / fileRatio ? fileBytes : compressedBytes * fileRatio;
        return Math.min(fileBytes, Math.max(RATIO_FREE_BYTES, byRatio));
    }

    /**
     * Returns the text that the JVM would generate for this record. Fingerprints of deliveries contain it, so its form never
     * changes. Letting the JVM generate the method takes a hundredth of the time of {@code status}.
     */
    @Override
    public String toString() {
        return "RawRules[lineBytes=" + lineBytes
                + ", depth=" + depth
                + ", heartRateMin=" + heartRateMin
                + ", heartRateMax=" + heartRateMax
                + ", heartRateAbsent=" + heartRateAbsent
                + ", locationAbsent=" + locationAbsent
                + ", rangeBeforeDays=" + rangeBeforeDays
                + ", rangeAfterHours=" + rangeAfterHours
                + ", fileBytes=" + fileBytes
                + ", fileRatio=" + fileRatio
                + "]";
    }
}
