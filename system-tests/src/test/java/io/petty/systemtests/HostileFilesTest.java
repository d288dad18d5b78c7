package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.petty.cli.workspace.ExitCode;
import io.petty.lake.DeliveryFile;
import io.petty.systemtests.reference.ReferenceDelivery;
import io.petty.systemtests.reference.ReferenceRaw;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests hostile files: each bad line gets the reject that the contract specifies, and the rest of its file is kept.
 */
class HostileFilesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final int MEBIBYTE = 1 << 20;
    private static final Pattern REJECT = Pattern.compile("\"file\":\"([^\"]*)\".*?\"reason\":\"([a-z_]+)\"");

    @TempDir
    private Path folder;

    @AfterEach
    void clearSettings() {
        System.clearProperty("petty.raw-rules.file-bytes");
    }

    @Test
    void eachBadLineIsRejectedAndTheOthersAreKept() throws IOException {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        Map<String, byte[]> hostile = Map.ofEntries(
                Map.entry("size-brackets", utf8("[".repeat(100_000))),
                Map.entry("depth", utf8("[".repeat(60_000))),
                Map.entry("json-nul", utf8(line(1, "60").replace("\"t", "\0\"t"))),
                Map.entry("json-nul-in-text", utf8(line(1, "60").replace("collar-a", "collar\0a"))),
                Map.entry("encoding-cut", new byte[] {'{', '"', (byte) 0xc3, '"', '}'}),
                Map.entry("encoding-overlong", new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', '}'}),
                Map.entry("encoding-surrogate", new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}),
                Map.entry("collar_id-lone", utf8(line(1, "60").replace("collar-a", "\\ud800"))),
                Map.entry("json-nan", utf8(line(1, "NaN"))),
                Map.entry("heart_rate-huge", utf8(line(1, "1e999"))),
                Map.entry("heart_rate-long", utf8(line(1, "9".repeat(10_000)))),
                Map.entry("json-twice", utf8(line(1, "60,\"heart_rate\":60"))),
                Map.entry("heart_rate-text", utf8(line(1, "\"60\""))),
                Map.entry("json-cut", utf8(line(1, "60").substring(0, 40))),
                Map.entry(
                        "size-just",
                        utf8(line(1, "60") + " ".repeat(65_537 - line(1, "60").length()))));
        for (Map.Entry<String, byte[]> entry : hostile.entrySet()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.writeBytes(utf8(line(10, "60") + "\n"));
            content.writeBytes(entry.getValue());
            content.writeBytes(utf8("\r\n" + line(20, "60." + "0".repeat(10_000)) + "\r\n" + line(30, "61")));
            raw.write(DAY, entry.getKey() + ".ndjson", content.toByteArray());
        }
        PettyHome home = run(raw, ExitCode.DONE);

        ReferenceLake.of(raw).assertEqualTo(home);
        assertThat(home.files(DAY)).hasSize(hostile.size()).allSatisfy(file -> {
            // The line with 10,000 decimals is also a reading.
            assertThat(file.readings()).as(file.key()).isEqualTo(3);
            assertThat(file.rejects()).as(file.key()).isEqualTo(1);
        });
        assertThat(reasons(home)).allSatisfy((file, reason) -> assertThat(file).startsWith("dt=" + DAY + "/" + reason));
    }

    @Test
    void aRecordOf100MegabytesIsOneRejectAndTheNextRecordIsKept() throws IOException {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        Path file = raw.path(DAY, "long.ndjson.gz");
        Files.createDirectories(file.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(utf8(line(1, "60") + "\n{\"x\":\""));
            byte[] part = new byte[MEBIBYTE];
            Arrays.fill(part, (byte) 'x');
            for (int i = 0; i < 100; i++) {
                out.write(part);
            }
            out.write(utf8("\"}" + line(2, "61") + "\n"));
        }
        PettyHome home = run(raw, ExitCode.DONE);

        assertThat(reasons(home)).containsExactly(Map.entry("dt=" + DAY + "/long.ndjson.gz", "size"));
        assertThat(home.files(DAY))
                .first()
                .satisfies(found -> assertThat(found.readings()).isEqualTo(2));
        assertThat(home.export("rejects", DAY)).hasSizeLessThan(5_000);
    }

    @Test
    void aTruncatedFileGivesItsCompleteRecords() throws IOException {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        byte[] content = utf8(lines(3_000));
        byte[] packed = RawFolder.gzip(content);
        byte[] wrongChecksum = packed.clone();
        wrongChecksum[packed.length - 6] ^= 1;
        byte[] oneLine = RawFolder.gzip(utf8(lines(2_000).replace("\n", "")));
        byte[] zstd = Zstd.compress(utf8(lines(9_000)));
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(packed);
        members.writeBytes(RawFolder.gzip(new byte[0]));
        members.writeBytes(RawFolder.gzip(utf8("\ufeff" + line(5_000, "70"))));
        members.writeBytes(new byte[10_000]);
        ByteArrayOutputStream garbage = new ByteArrayOutputStream();
        garbage.writeBytes(packed);
        garbage.writeBytes(content);
        raw.writePacked(DAY, "cut.ndjson.gz", Arrays.copyOf(packed, packed.length / 2))
                .writePacked(DAY, "cut-line", Arrays.copyOf(oneLine, oneLine.length / 2))
                .writePacked(DAY, "cut-zstd", Arrays.copyOf(zstd, zstd.length - 100))
                .writePacked(DAY, "checksum.ndjson.gz", wrongChecksum)
                .writePacked(DAY, "garbage.gz", garbage.toByteArray())
                .writePacked(DAY, "members.ndjson", members.toByteArray())
                .writePacked(DAY, "empty.ndjson", new byte[0])
                .writePacked(DAY, "empty.ndjson.gz", new byte[0])
                .writePacked(DAY, "no-gzip.ndjson.gz", content)
                .writePacked(DAY, "no-zstd.ndjson.zst", content)
                .write(DAY, "mark.ndjson", "\ufeff" + line(6_000, "60"))
                .write(DAY, "only-mark.ndjson", "\ufeff")
                .write(DAY, "dots../a..%2f..\\up.ndjson", line(7_000, "60"))
                .write(DAY, "..dots/hidden.ndjson", line(7_002, "60"))
                .write(DAY, "a..ndjson", line(7_001, "60"));
        ReferenceLake reference = ReferenceLake.of(raw);
        PettyHome home = run(raw, reference.exitCode());

        reference.assertEqualTo(home);
        assertThat(reasons(home).values()).containsOnly("file");
        assertThat(home.files(DAY))
                .filteredOn(DeliveryFile::broken)
                .extracting(file -> file.key().replace("dt=" + DAY + "/", ""))
                .containsExactly("checksum.ndjson.gz", "cut-line", "cut-zstd", "cut.ndjson.gz", "garbage.gz");
        assertThat(home.files(DAY))
                .filteredOn(file -> file.key().contains("/cut"))
                .allSatisfy(file -> assertThat(file.readings()).isBetween(500L, 8_900L));
    }

    @Test
    void aGzipBombStopsAtTheConfiguredLimit() throws IOException {
        System.setProperty("petty.raw-rules.file-bytes", String.valueOf(MEBIBYTE));
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        String first = lines(1_000);
        byte[] bomb = utf8(first + (" ".repeat(999) + "\n").repeat(3_000));
        raw.write(DAY, "bomb.ndjson.gz", bomb)
                .write(DAY, "bomb.ndjson.zst", bomb)
                .write(DAY, "good.ndjson.gz", line(5_000, "60"));
        PettyHome home = run(raw, ReferenceDelivery.State.INCOMPLETE.exitCode());

        assertThat(reasons(home))
                .containsExactly(
                        Map.entry("dt=" + DAY + "/bomb.ndjson.gz", "file"),
                        Map.entry("dt=" + DAY + "/bomb.ndjson.zst", "file"));
        assertThat(home.files(DAY)).extracting(DeliveryFile::readings).containsExactly(1_000L, 1_000L, 1L);
        ReferenceRaw whole = ReferenceRaw.read(DAY, "first.ndjson", utf8(first));
        assertThat(home.export("readings", DAY).lines())
                .hasSize(whole.readings().size() + 1);
    }

    private PettyHome run(RawFolder raw, int exitCode) {
        PettyHome home = new PettyHome(folder.resolve("home"));
        home.attempt("run", "--raw", raw.folder(), "--max-reject-share", "1").endsWith(exitCode);
        return home;
    }

    /** Returns the reason of each file's reject, in export order. */
    private static Map<String, String> reasons(PettyHome home) {
        return home.export("rejects", DAY)
                .lines()
                .map(REJECT::matcher)
                .filter(Matcher::find)
                .collect(Collectors.toMap(
                        reject -> reject.group(1),
                        reject -> reject.group(2),
                        (first, second) -> first + "+" + second,
                        TreeMap::new));
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(line(i, String.valueOf(50 + (i * 7919L) % 97 / 2.0))).append('\n');
        }
        return lines.toString();
    }

    private static String line(int second, String heartRate) {
        return "{\"collar_id\":\"collar-a\",\"timestamp\":\"%s\",\"heart_rate\":%s,\"activity_level\":1}"
                .formatted(DAY.atStartOfDay().plusSeconds(second) + (second % 60 == 0 ? ":00Z" : "Z"), heartRate);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
