package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a delivery day's results depend only on its current lines, not on how its files are split, named or
 * ordered.
 */
class SameReadingsTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 17);
    private static final int DAYS = 4;
    private static final String[] RESULTS = {"readings", "timelines", "summaries"};

    @TempDir
    private static Path folder;

    private static RawFolder raw;
    private static PettyHome home;
    private static Map<String, String> exports;
    private static List<SavedFolder> saved;

    @BeforeAll
    static void runGeneratedDays() throws IOException {
        raw = new RawFolder(folder.resolve("raw"));
        home = new PettyHome(folder.resolve("home"));
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofSeconds(300), Duration.ofSeconds(60))
                .withShares(0.03, 0.03, 0.01)
                .withFiles(FileFormat.PLAIN, 4);
        new Generator(settings).generate(raw.folder(), FIRST, DAYS, 3, 4, null, (file, soFar) -> {});
        home.command("run", "--raw", raw.folder());
        exports = home.exports("readings", "timelines", "summaries", "rejects");
        assertThat(exports).hasSizeGreaterThanOrEqualTo(4 * DAYS);
        saved = List.of(SavedFolder.ofRaw(raw), SavedFolder.ofHome(home));
    }

    @BeforeEach
    void restore() throws IOException {
        for (SavedFolder one : saved) {
            one.restore();
        }
    }

    @Test
    void otherFilesWithTheSameLinesGiveTheSameBytes() throws IOException {
        RawFolder shuffled = new RawFolder(folder.resolve("shuffled"));
        Random random = new Random(1);
        for (LocalDate day : home.deliveryDays()) {
            List<String> lines = new ArrayList<>();
            for (Path file : files(day)) {
                lines.addAll(lines(file));
            }
            Collections.shuffle(lines, random);
            String[] names = {
                "z.json",
                "a.jsonl.gz",
                "x/y/m.ndjson.zst",
                "x/0.NDJSON",
                "k.json.gz",
                "part-0",
                "part-1.gz",
                "PART-2.JSON.ZST",
                "q.json"
            };
            for (int i = 0; i < names.length; i++) {
                int from = lines.size() * i / names.length;
                int to = lines.size() * (i + 1) / names.length;
                shuffled.write(day, names[i], bytes(lines.subList(from, to)));
            }
            // The content of a file determines its compression.
            Files.move(shuffled.path(day, "a.jsonl.gz"), shuffled.path(day, "a.jsonl"));
            Files.move(shuffled.path(day, "q.json"), shuffled.path(day, "q.json.zst"));
            // Hidden files with readings that are in no other file.
            String hidden =
                    "{\"collar_id\":\"hidden\",\"timestamp\":\"%sT12:00:00Z\",\"heart_rate\":60,\"activity_level\":0}"
                            .formatted(day);
            shuffled.write(day, "._z.json", hidden)
                    .write(day, "_temporary/0/part-0", hidden)
                    .write(day, "_SUCCESS", "");
        }
        PettyHome other = new PettyHome(folder.resolve("other"));
        other.command("run", "--raw", shuffled.folder());
        assertThat(other.exports(RESULTS)).isEqualTo(withoutRejects());
    }

    @Test
    void filesDeliveredTwiceGiveTheSameBytes() throws IOException {
        for (Path file : raw.files()) {
            Files.copy(file, file.resolveSibling("again-" + file.getFileName()));
        }
        home.command("run");
        assertThat(home.exports(RESULTS)).isEqualTo(withoutRejects());
        home.exports("rejects")
                .forEach((day, text) -> assertThat(withoutFile(text.replace("again-", "")))
                        .isEqualTo(withoutFile(exports.getOrDefault(day, "")).stream()
                                .flatMap(line -> Stream.of(line, line))
                                .toList()));
    }

    @Test
    void repeatedIngestionGivesTheSameBytesAndFreshDaysAreSkipped() throws IOException {
        String status = home.command("status");

        CommandRun second = home.attempt("run").endsWith(ExitCode.DONE);
        assertThat(second.out()).contains("fresh");
        assertThat(home.attempt("run", "--date", FIRST).endsWith(ExitCode.DONE).out())
                .contains("fresh");
        assertThat(home.command("status")).isEqualTo(status).doesNotContain("stale");

        // Rewritten files with the same content are ingested again with the same result.
        for (Path file : raw.files()) {
            byte[] content = Files.readAllBytes(file);
            Files.delete(file);
            Files.write(file, content);
        }
        assertThat(home.command("run")).contains("Ingested  %d delivery days".formatted(DAYS));
        home.command("rerun", "--date", FIRST, "--force");
        assertThat(home.exports("readings", "timelines", "summaries", "rejects"))
                .isEqualTo(exports);
    }

    @Test
    void copiedRawFilesWithTheSameTimesAreNotIngestedAgain() throws IOException {
        RawFolder copy = new RawFolder(folder.resolve("copy"));
        for (Path file : raw.files()) {
            Path copied = copy.folder().resolve(raw.key(file));
            Files.createDirectories(copied.getParent());
            Files.copy(file, copied, StandardCopyOption.COPY_ATTRIBUTES);
        }
        String status = home.command("status");
        assertThat(home.command("run", "--raw", copy.folder()))
                .contains("fresh")
                .doesNotContain("Ingested");
        assertThat(home.command("status")).isEqualTo(status);

        Path changed = copy.files().get(0);
        FileTime delivered = Files.getLastModifiedTime(changed);
        String text = Files.readString(changed, StandardCharsets.ISO_8859_1);
        Files.writeString(
                changed,
                text.replaceFirst("\"activity_level\":0", "\"activity_level\":2"),
                StandardCharsets.ISO_8859_1);
        Files.setLastModifiedTime(changed, FileTime.fromMillis(delivered.toMillis() + 1));
        assertThat(home.command("run")).contains("Ingested  delivery day " + FIRST);
        ReferenceLake.of(copy).assertEqualTo(home);
    }

    @Test
    void changedAndRemovedFilesTakeEffectInTheNextRunOfTheirDay() throws IOException {
        Path changed = files(FIRST.plusDays(1)).get(0);
        String text = Files.readString(changed, StandardCharsets.ISO_8859_1)
                        .replace("\"activity_level\":1", "\"activity_level\":2")
                + "\n{\"collar_id\":\"new\",\"timestamp\":\"2026-11-18T12:00:00Z\",\"heart_rate\":60,\"activity_level\":0}\n";
        Files.delete(changed);
        Files.writeString(changed, text, StandardCharsets.ISO_8859_1);
        home.command("run", "--date", FIRST.plusDays(1));
        assertThat(home.export("timelines", FIRST.plusDays(1))).contains("\"new\"");

        Files.delete(files(FIRST.plusDays(2)).get(1));
        home.command("run", "--date", FIRST.plusDays(2));
        home.command("run");
        ReferenceLake.of(raw).assertEqualTo(home);
    }

    @Test
    void aLateFileUpdatesItsEventDayUntilItsDeliveryDayIsEmpty() throws IOException {
        LocalDate last = FIRST.plusDays(DAYS - 1);
        List<String> late = lines(files(FIRST).get(0)).stream()
                .filter(line -> line.contains("\"timestamp\":\"" + FIRST))
                .map(line -> line.replaceFirst("\"collar_id\":\"[^\"]*\"", "\"collar_id\":\"late\""))
                .toList();
        LocalDate longAgo = LocalDate.of(2026, 11, 1);
        raw.write(last, "late/from-another-gateway.ndjson.gz", bytes(late))
                .write(
                        last,
                        "from-long-ago.ndjson",
                        "{\"collar_id\":\"other\",\"timestamp\":\"2026-11-01T10:00:00Z\",\"heart_rate\":60,\"activity_level\":0}\n");
        String said = home.command("run", "--date", last);

        assertThat(said).contains(FIRST.toString());
        assertThat(home.export("timelines", FIRST))
                .isNotEqualTo(exports.get("timelines " + FIRST))
                .contains("\"late\"");
        assertThat(home.export("timelines", FIRST.plusDays(1)))
                .isEqualTo(exports.get("timelines " + FIRST.plusDays(1)));
        assertThat(home.export("readings", longAgo)).hasLineCount(1);
        home.command("run");
        ReferenceLake.of(raw).assertEqualTo(home);

        for (Path file : files(last)) {
            Files.delete(file);
        }
        home.command("run", "--date", last);
        home.command("run");
        ReferenceLake reference = ReferenceLake.of(raw);
        assertThat(home.eventDays())
                .containsExactlyElementsOf(reference.eventDays())
                .doesNotContain(longAgo);
        reference.assertResults(home);
        assertThat(home.export("rejects", last)).isEmpty();
        assertThat(home.attempt("export", "readings", "--date", longAgo).code()).isEqualTo(ExitCode.FAILED);
        assertThat(home.command("run")).contains("fresh");
    }

    private static Map<String, String> withoutRejects() {
        Map<String, String> results = new LinkedHashMap<>(exports);
        results.keySet().removeIf(export -> export.startsWith("rejects "));
        return results;
    }

    /** Returns lines unchanged, one character per byte, because some are not UTF-8. */
    private static List<String> lines(Path file) throws IOException {
        return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\n"));
    }

    private static byte[] bytes(List<String> lines) {
        return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    private List<Path> files(LocalDate day) {
        return raw.files().stream()
                .filter(file -> raw.key(file).startsWith("dt=" + day + "/"))
                .toList();
    }

    private static List<String> withoutFile(String rejects) {
        return rejects.lines()
                .map(line -> line.replaceFirst("\"file\":\"[^\"]*\"", "").replaceFirst("\"line\":[0-9]+", ""))
                .sorted()
                .collect(Collectors.toList());
    }
}
