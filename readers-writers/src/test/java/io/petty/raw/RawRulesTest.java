package io.petty.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RawRulesTest {
    @Test
    void namesAPropertyOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RawRules(65_536, 64, -1, 300, List.of(0), true, 30, 25, 1, 1))
                .withMessageContaining("petty.raw-rules.heart-rate-min");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RawRules(65_536, 64, 30, 16_778, List.of(0), true, 30, 25, 1, 1))
                .withMessageContaining("petty.raw-rules.heart-rate-max");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RawRules(65_536, 2, 30, 300, List.of(0), true, 30, 25, 1, 1))
                .withMessageContaining("petty.raw-rules.depth");
    }

    @Test
    void limitsDecompressedFilesByBytesAndAbove256MebibytesByRatio() {
        assertThat(RawRules.DEFAULTS.decompressedLimit(0)).isEqualTo(256L << 20);
        assertThat(RawRules.DEFAULTS.decompressedLimit(10L << 20)).isEqualTo(2_000L << 20);
        assertThat(RawRules.DEFAULTS.decompressedLimit(Long.MAX_VALUE)).isEqualTo(16L << 30);
    }
}
