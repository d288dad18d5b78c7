package io.petty.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.raw.RawRules;
import io.petty.storage.StoredObject;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawDeliveryFingerprintTest {
    private static final StoredObject FILE = new StoredObject("dt=2026-11-20/a.ndjson", 7, "v1");

    @Test
    void isTheSameOnEveryMachine() {
        // With another value, every lake ingests all its days again. docs/upgrading.md must mention that.
        assertThat(fingerprint(FILE)).isEqualTo("5c7c9e2759217d9d6e0522d3884bd6b20fd9ae1f6dd0f833045153f09eacdebd");
    }

    @Test
    void changesWithNameSizeAndVersion() {
        assertThat(List.of(
                        fingerprint(FILE),
                        fingerprint(new StoredObject("dt=2026-11-20/b.ndjson", 7, "v1")),
                        fingerprint(new StoredObject("dt=2026-11-20/a.ndjson", 8, "v1")),
                        fingerprint(new StoredObject("dt=2026-11-20/a.ndjson", 7, "v2"))))
                .doesNotHaveDuplicates();
    }

    private static String fingerprint(StoredObject file) {
        return new RawDelivery(LocalDate.of(2026, 11, 20), List.of(file), List.of()).fingerprint(RawRules.DEFAULTS);
    }
}
