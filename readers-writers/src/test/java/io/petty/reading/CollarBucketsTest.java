package io.petty.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CollarBucketsTest {
    /** Appendix B of the Iceberg table specification gives 1210000089 as the hash of "iceberg". */
    @Test
    void matchesTheHashInTheIcebergSpecification() {
        assertThat(new CollarBuckets(1024).bucket("iceberg")).isEqualTo(1_210_000_089 % 1024);
        assertThat(new CollarBuckets(1).bucket("iceberg")).isZero();
    }

    @Test
    void refusesCountsOutsideOneTo1024() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CollarBuckets(0))
                .withMessageContaining("petty.buckets");
        assertThatIllegalArgumentException().isThrownBy(() -> new CollarBuckets(1025));
    }
}
