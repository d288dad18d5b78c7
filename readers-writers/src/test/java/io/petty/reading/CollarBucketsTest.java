package io.petty.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CollarBucketsTest {
    /** The hash of "iceberg" is given in appendix B of the table specification: 1210000089. */
    @Test
    void agreesWithTheHashOfIcebergsSpec() {
        assertThat(new CollarBuckets(1024).bucket("iceberg")).isEqualTo(1_210_000_089 % 1024);
        assertThat(new CollarBuckets(1).bucket("iceberg")).isZero();
    }

    @Test
    void refusesOtherCountsThanOneTo1024() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CollarBuckets(0))
                .withMessageContaining("petty.buckets");
        assertThatIllegalArgumentException().isThrownBy(() -> new CollarBuckets(1025));
    }
}
