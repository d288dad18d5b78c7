package io.petty.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.DeliveryFile;
import io.petty.lake.RejectCounts;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryAuditTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @Test
    void passesRejectsUpToTheirShareOfLines() {
        assertThat(audit(file("a", 1_000, 95, 5, false)).passes()).isTrue();
        assertThat(audit(file("a", 1_000, 94, 6, false)).passes()).isFalse();
    }

    @Test
    void passesUnusableFilesUpToTheirShareOfBytes() {
        assertThat(audit(file("a", 950, 1_000, 0, false), file("b", 50, 3, 0, true))
                        .passes())
                .isTrue();
        assertThat(audit(file("a", 949, 1_000, 0, false), file("b", 51, 0, 1, false))
                        .passes())
                .isFalse();
        assertThat(audit(file("a", 949, 1_000, 0, false), file("b", 51, 3, 0, true))
                        .passes())
                .isFalse();
    }

    @Test
    void aBrokenFileOrANonEmptyOneWithoutReadingsIsUnusable() {
        assertThat(file("a", 10, 1, 0, true).isUnusable()).isTrue();
        assertThat(file("a", 10, 0, 1, false).isUnusable()).isTrue();
        assertThat(file("a", 10, 1, 100, false).isUnusable()).isFalse();
        assertThat(file("a", 0, 0, 0, false).isUnusable()).isFalse();
        // The file has only blank lines, or it is a gzip file without content.
        assertThat(file("a", 20, 0, 0, false).isUnusable()).isTrue();
        // All lines are of forgotten collars, so the file lost no other collar's readings.
        assertThat(new DeliveryFile("a", 10, "1", 2, 0, 0, 0, 2, false).isUnusable())
                .isFalse();
    }

    @Test
    void anEmptyDayPasses() {
        assertThat(audit().passes()).isTrue();
        assertThat(audit(file("a", 0, 0, 0, false)).passes()).isTrue();
    }

    @Test
    void namesLeadingReasonsFilesAndCollars() {
        RejectCounts rejects = new RejectCounts(
                Map.of("heart_rate", 7L, "json", 2L, "size", 1L, "depth", 1L), Map.of(), Map.of("REX", 7L), Map.of());

        assertThat(audit(file("a", 1_000, 10, 8, false), file("b", 1_000, 79, 3, false))
                        .message(rejects))
                .isEqualTo("11 of 100 lines delivered on 2026-11-20 are rejects (11.0 %); the limit is 5.0 %."
                        + " Reasons: heart_rate 7, json 2, depth 1. Files: a 8 of 18, b 3 of 82. Collars: REX 7.");
        assertThat(audit(file("a", 1_000, 100, 0, false), file("b", 9_000, 3, 0, true))
                        .message(new RejectCounts(Map.of("file", 1L), Map.of(), Map.of(), Map.of())))
                .isEqualTo("9,000 of 10,000 bytes delivered on 2026-11-20 are in unusable files (90.0 %);"
                        + " the limit is 5.0 %. Reasons: file 1. Files: b 9,000 bytes.");
    }

    private static DeliveryAudit audit(DeliveryFile... files) {
        return new DeliveryAudit(DAY, List.of(files), 0.05);
    }

    private static DeliveryFile file(String key, long size, long readings, long rejects, boolean broken) {
        return new DeliveryFile(key, size, "1", readings + rejects, 0, readings, rejects, 0, broken);
    }
}
