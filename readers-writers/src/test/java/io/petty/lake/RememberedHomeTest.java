package io.petty.lake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RememberedHomeTest {
    private static final RememberedHome HOME = new RememberedHome("raw", "feedback", "lake", 16);

    @Test
    void equalsAnotherWithTheSameValuesOnly() {
        assertThat(new RememberedHome("raw", "feedback", "lake", 16))
                .isEqualTo(HOME)
                .hasSameHashCodeAs(HOME);
        assertThat(HOME)
                .isNotEqualTo(new RememberedHome(null, "feedback", "lake", 16))
                .isNotEqualTo(new RememberedHome("raw", "other", "lake", 16))
                .isNotEqualTo(new RememberedHome("raw", "feedback", "other", 16))
                .isNotEqualTo(new RememberedHome("raw", "feedback", "lake", null))
                .isNotEqualTo("raw");
        assertThat(RememberedHome.class.getRecordComponents()).hasSize(4);
    }
}
