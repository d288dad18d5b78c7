package io.petty.parquet.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.core.io.NumberOutput;

class ThousandthsTextTest {
    private final ThousandthsText text = new ThousandthsText();

    @Test
    void writesWholeThousandthsLikeJackson() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            long thousandths = random.nextLong(1, 1L << random.nextInt(1, 31));
            double value = thousandths / 1000.0 * (random.nextInt(8) == 0 ? -1 : 1);
            assertThat(text.write(value)).as("%s", value).isTrue();
            assertThat(written()).isEqualTo(NumberOutput.toString(value, true));
        }
    }

    @Test
    void declinesOtherNumbersOrWritesThemLikeJackson() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 100_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (text.write(value)) {
                assertThat(written()).isEqualTo(NumberOutput.toString(value, true));
            }
        }
    }

    @Test
    void declinesNumbersOutsideItsLimits() {
        for (double value : new double[] {
            0,
            -0.0,
            1e7,
            -1e7,
            2_147_483.648,
            Math.nextUp(97.0),
            Math.nextDown(97.0),
            0.0005,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY
        }) {
            assertThat(text.write(value)).as("%s", value).isFalse();
        }
        assertThat(text.write(2_147_483.647)).isTrue();
        assertThat(written()).isEqualTo("2147483.647");
        assertThat(text.write(-0.001)).isTrue();
        assertThat(written()).isEqualTo("-0.001");
        assertThat(text.write(97)).isTrue();
        assertThat(written()).isEqualTo("97.0");
    }

    private String written() {
        return new String(text.characters(), text.start(), text.length());
    }
}
