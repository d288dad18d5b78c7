package io.petty.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedSettingsTest {
    private static final SharedSettings OURS = SharedSettings.of(Map.of("petty.lake", "/lake", "petty.buckets", 16));

    @Test
    void agreeWithThemselves() {
        assertThat(OURS.differences(SharedSettings.of(Map.of("petty.buckets", 16, "petty.lake", "/lake"))))
                .isEmpty();
    }

    @Test
    void nameWhatDiffersAndWhatIsMissing() {
        assertThat(OURS.differences(SharedSettings.of(Map.of("petty.lake", "/other"))))
                .containsExactly("petty.buckets", "petty.lake");
    }

    @Test
    void giveNoValueAway() {
        assertThat(SharedSettings.of(Map.of("petty.lake", "s3://planted")).toString())
                .doesNotContain("planted");
    }
}
