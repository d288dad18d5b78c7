package io.petty.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @Test
    void isTheSameForTheSameReadings() {
        assertThat(new Fingerprint().add(readings("A", 100, -1)).digest())
                .isEqualTo(new Fingerprint().add(readings("A", 100, -1)).digest())
                .matches("[0-9a-f]{64}");
    }

    @Test
    void differsWithEveryPartOfTheReadings() {
        List<String> fingerprints = new ArrayList<>();
        fingerprints.add(new Fingerprint().digest());
        fingerprints.add(new Fingerprint().add(readings("A", 0, -1)).digest());
        fingerprints.add(new Fingerprint().add(readings("A", 100, -1)).digest());
        fingerprints.add(new Fingerprint().add(readings("B", 100, -1)).digest());
        fingerprints.add(new Fingerprint().add(readings("A", 99, -1)).digest());
        for (int moved = 0; moved < 100; moved++) {
            fingerprints.add(new Fingerprint().add(readings("A", 100, moved)).digest());
        }

        assertThat(fingerprints).doesNotHaveDuplicates();
    }

    @Test
    void differsWithTheBoundariesBetweenValues() {
        assertThat(new Fingerprint().add("ab").add("c").digest())
                .isNotEqualTo(new Fingerprint().add("a").add("bc").digest());
        assertThat(new Fingerprint()
                        .add(readings("A", 2, -1))
                        .add(readings("A", 1, -1))
                        .digest())
                .isNotEqualTo(new Fingerprint()
                        .add(readings("A", 1, -1))
                        .add(readings("A", 2, -1))
                        .digest());
    }

    /** Returns readings. The one at the index {@code moved}, if any, has a different location. */
    private static CollarDay readings(String collarId, int count, int moved) {
        CollarDay.Builder readings = new CollarDay.Builder(collarId, DAY);
        for (int i = 0; i < count; i++) {
            readings.add(PackedReading.key(i * 1_000, 60_000, 0), PackedReading.location(i == moved ? 6 : 5, 7));
        }
        return readings.build();
    }
}
