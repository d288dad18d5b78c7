package io.petty.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.forgotten.Forgotten;
import io.petty.forgotten.ForgottenNames;
import io.petty.reading.CollarDictionary;
import io.petty.reading.ReadingBlock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of forgotten collars are counted, but their content isn't kept. */
class ForgottenLinesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final String GOOD =
            "{\"collar_id\":\"%s\",\"timestamp\":\"2026-11-20T08:00:00Z\",\"heart_rate\":60.5,\"activity_level\":1}\n";

    private final ForgottenNames names =
            Forgotten.NONE.with("key", "Bella-1", List.of()).names();
    private final ReadingBlock block = new ReadingBlock(new CollarDictionary(names), 100);
    private final List<Reject> rejects = new ArrayList<>();

    @Test
    void countsTheLinesOfAForgottenCollarAndKeepsOtherReadings() throws IOException {
        RawFileCounts counts = read(GOOD.formatted("Bella-1")
                + GOOD.formatted("Other")
                + GOOD.formatted("\\u0042ella-1")
                + GOOD.formatted("Bella-1").replace("\"heart", "\"more\":[1],\"heart")
                + GOOD.formatted("Bella-12"));
        assertThat(counts).isEqualTo(new RawFileCounts(0, 2, 0, 3, false));
        assertThat(block.size()).isEqualTo(2);
        assertThat(rejects).isEmpty();
    }

    @Test
    void keepsNoRejectThatNamesAForgottenCollar() throws IOException {
        RawFileCounts counts = read(GOOD.formatted("Bella-1").replace("60.5", "600")
                + GOOD.formatted("\\u0042ella-1").replace("60.5", "600")
                + "{\"collar_id\":\"Bella-1\",\n"
                + "Bella-1;60.5\n"
                + "x".repeat(300_000) + "\n"
                + "{\"collar_id\":\"Bella-1\"," + " ".repeat(300_000) + "\n"
                + GOOD.formatted("Other").replace("60.5", "600"));
        assertThat(counts).isEqualTo(new RawFileCounts(0, 0, 2, 5, false));
        assertThat(rejects).hasSize(2).noneMatch(reject -> reject.content().contains("Bella-1"));
    }

    @Test
    void checksEachRecordOfALineSeparately() throws IOException {
        String good = GOOD.strip();
        String bad = good.replace("60.5", "600");
        RawFileCounts counts = read(good.formatted("Bella-1")
                + good.formatted("Other")
                + bad.formatted("Bella-1")
                + bad.formatted("Other")
                + "{\"collar_id\":\"Bella-1\",\"x\":\"" + "y".repeat(300_000) + "\"}"
                + good.formatted("Other")
                + "{\"x\":\"" + "y".repeat(300_000) + "\"}");
        assertThat(counts).isEqualTo(new RawFileCounts(0, 2, 2, 3, false));
        assertThat(rejects).hasSize(2).noneMatch(reject -> reject.content().contains("Bella-1"));
    }

    @Test
    void replacesAForgottenIdInTheNameOfAFile() throws IOException {
        read("nothing\n");
        assertThat(rejects).singleElement().extracting(Reject::file).isEqualTo("dt=2026-11-20/(forgotten).ndjson");
    }

    private RawFileCounts read(String lines) throws IOException {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        try (RawFileReader reader = new RawFileReader(
                DAY,
                "dt=2026-11-20/Bella-1.ndjson",
                bytes.length,
                new ByteArrayInputStream(bytes),
                RawRules.DEFAULTS,
                names)) {
            while (reader.read(block, rejects)) {
                assertThat(block.isFull()).isFalse();
            }
            return reader.counts();
        }
    }
}
