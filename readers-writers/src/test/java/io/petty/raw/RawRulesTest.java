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
    void hasTheTextOfARecordWithAllItsValues() {
        RawRules rules = new RawRules(1, 3, 5, 7, List.of(0, 11), false, 13, 17, 19, 23);

        assertThat(rules)
                .hasToString("RawRules[lineBytes=1, depth=3, heartRateMin=5, heartRateMax=7, heartRateAbsent=[0, 11],"
                        + " locationAbsent=false, rangeBeforeDays=13, rangeAfterHours=17, fileBytes=19, fileRatio=23]");
        assertThat(RawRules.class.getRecordComponents()).hasSize(10);
    }

    @Test
    void limitsDecompressedFilesByBytesAndAbove256MebibytesByRatio() {
        assertThat(RawRules.DEFAULTS.decompressedLimit(0)).isEqualTo(256L << 20);
        assertThat(RawRules.DEFAULTS.decompressedLimit(10L << 20)).isEqualTo(2_000L << 20);
        assertThat(RawRules.DEFAULTS.decompressedLimit(Long.MAX_VALUE)).isEqualTo(16L << 30);
    }
}
