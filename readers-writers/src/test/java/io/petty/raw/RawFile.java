package io.petty.raw;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import io.petty.forgotten.ForgottenNames;
import io.petty.reading.CollarDictionary;
import io.petty.reading.PackedReading;
import io.petty.reading.ReadingBlock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Reads small raw files of delivery day 2026-11-20 completely, for the tests of this package. */
final class RawFile {
    static final LocalDate DELIVERY_DAY = LocalDate.of(2026, 11, 20);
    static final String LINE = "{\"collar_id\":\"c1\",\"timestamp\":\"2026-11-20T03:04:05Z\",\"heart_rate\":64.5,"
            + "\"activity_level\":1,\"location\":{\"type\":\"Point\",\"coordinates\":[13.4,-52.5]}}";

    private RawFile() {}

    /** The contents of a file. */
    record Outcome(List<String> readings, List<Reject> rejects, RawFileCounts counts) {
        List<String> reasons() {
            return rejects.stream().map(reject -> reject.reason().label()).toList();
        }
    }

    static Outcome read(String key, InputStream content, long size, RawRules rules) {
        ReadingBlock block = new ReadingBlock(new CollarDictionary(), 7);
        List<String> readings = new ArrayList<>();
        List<Reject> rejects = new ArrayList<>();
        try (RawFileReader reader = new RawFileReader(DELIVERY_DAY, key, size, content, rules, ForgottenNames.NONE)) {
            boolean more = true;
            while (more) {
                more = reader.read(block, rejects);
                for (int i = 0; i < block.size(); i++) {
                    readings.add(text(block, i));
                }
                block.clear();
            }
            return new Outcome(readings, rejects, reader.counts());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Outcome read(String key, byte[] bytes) {
        return read(key, new ByteArrayInputStream(bytes), bytes.length, RawRules.DEFAULTS);
    }

    static Outcome readLines(String lines) {
        return read("a.ndjson", utf8(lines));
    }

    /**
     * Returns a reading as its collar, time in milliseconds, heart rate in thousandths, activity level, and longitude
     * and latitude in millionths.
     */
    static String text(ReadingBlock block, int i) {
        long key = block.key(i);
        long location = block.location(i);
        long millis = block.epochDay(i) * (long) PackedReading.MILLIS_PER_DAY + PackedReading.millisOfDay(key);
        String place = location == PackedReading.NO_LOCATION
                ? "nowhere"
                : PackedReading.longitude(location) + "," + PackedReading.latitude(location);
        return "%s %d %d %d %s"
                .formatted(
                        block.collars().id(block.collarNumber(i)),
                        millis,
                        PackedReading.heartRate(key),
                        PackedReading.activity(key),
                        place);
    }

    /** Returns the usual line with one text replaced. */
    static String with(String replaced, String replacement) {
        if (!LINE.contains(replaced)) {
            throw new IllegalArgumentException(replaced);
        }
        return LINE.replace(replaced, replacement);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] zstd(byte[] content) {
        return Zstd.compress(content);
    }

    static byte[] zstdWithChecksum(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(bytes)) {
            zstd.setChecksum(true);
            zstd.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
