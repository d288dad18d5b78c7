package io.petty.systemtests;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Random files of a delivery day: raw, ignored and hidden names, and compression that often doesn't match the name. The
 * same seed gives the same files.
 */
final class RandomRawFiles {
    private static final List<String> NAMES = List.of(
            "a-%d.ndjson",
            "b-%d.jsonl.gz",
            "hour=1/c-%d.json.zst",
            "hour=1/d-%d.json",
            "e-%d.ndjson.zst",
            "f-%d.ndjson.gz",
            "READINGS-%d.JSON",
            "g-%d.NdJson.GZ",
            "part-%d",
            "part-%d.gz",
            "collars+0+%d.zst",
            "hour=2/stream-1-2026-11-20-%d_",
            "folder.json/h %d.jsonl");
    private static final List<String> IGNORED_NAMES =
            List.of("notes-%d.txt", "i-%d.txt.gz", "j-%d.json.gz.gz", "k-%d.ndjson.tmp", "folder.json/l-%d.csv");
    private static final List<String> HIDDEN_NAMES =
            List.of("._m-%d.ndjson", "_n-%d.json.gz", "_temporary/0/o-%d", "hour=1/.p-%d.txt", ".git/q-%d.jsonl");
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final LocalDate day;
    private final Random random;
    private final RandomRawLines lines;
    private int files;

    RandomRawFiles(long seed, LocalDate day) {
        this.day = day;
        this.random = new Random(seed);
        this.lines = new RandomRawLines(seed, day);
    }

    /** Writes a raw file and sometimes also an ignored or hidden file. */
    void write(RawFolder raw, String folder, int records, int oddPercent) throws IOException {
        raw.writePacked(day, folder + "/" + name(NAMES), packed(lines.file(records, oddPercent)));
        if (random.nextInt(4) == 0) {
            List<String> others = random.nextBoolean() ? IGNORED_NAMES : HIDDEN_NAMES;
            raw.writePacked(day, folder + "/" + name(others), packed(lines.file(3, 0)));
        }
    }

    private String name(List<String> names) {
        return names.get(random.nextInt(names.size())).formatted(files++);
    }

    private byte[] packed(byte[] content) throws IOException {
        boolean zstd = random.nextBoolean();
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> content;
            case 3, 4 -> member(content, zstd);
            case 5, 6 -> members(content, zstd);
            case 7 -> joined(members(content, zstd), new byte[1 + random.nextInt(600)]);
            case 8 -> damaged(members(content, zstd));
            default -> joined(member(content, zstd), new byte[random.nextInt(2)], content);
        };
    }

    /** Compresses the content in several members, cut at random bytes, possibly within a record or a character. */
    private byte[] members(byte[] content, boolean zstd) throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        int start = 0;
        while (start < content.length) {
            int end = Math.min(content.length, start + random.nextInt(1 + content.length));
            byte[] part = Arrays.copyOfRange(content, start, end);
            members.writeBytes(member(random.nextInt(3) == 0 ? joined(MARK, part) : part, zstd));
            start = end;
        }
        return members.toByteArray();
    }

    private byte[] damaged(byte[] packed) {
        byte[] cut = Arrays.copyOf(packed, packed.length - random.nextInt(packed.length));
        if (random.nextInt(3) == 0) {
            // Changes the last four bytes: a length in gzip, a checksum in Zstandard.
            cut = packed.clone();
            cut[packed.length - 1 - random.nextInt(4)] ^= 0x10;
        }
        return cut;
    }

    private static byte[] member(byte[] content, boolean zstd) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = zstd ? new ZstdOutputStream(packed).setChecksum(true) : new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
