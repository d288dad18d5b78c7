package io.petty.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkOptionsTest {
    @Test
    void measuresTwoThousandCollarsByDefault() {
        assertThat(BenchmarkOptions.parse(List.of()))
                .isEqualTo(new BenchmarkOptions(2_000, 5, false, 3, false, false, false, false));
    }

    @Test
    void parsesSizesAndRounds() {
        assertThat(BenchmarkOptions.parse(
                        List.of("--collars", "10", "--rounds", "1", "--large", "--large-rounds", "2", "--write-docs")))
                .isEqualTo(new BenchmarkOptions(10, 1, true, 2, false, false, false, true));
    }

    @Test
    void enablesEachFurtherComparisonByItsOwnOption() {
        assertThat(BenchmarkOptions.parse(List.of("--peers")).peers()).isTrue();
        assertThat(BenchmarkOptions.parse(List.of("--growth")).growth()).isTrue();
        assertThat(BenchmarkOptions.parse(List.of("--s3")).s3()).isTrue();
    }

    @Test
    void includesTheLargeDayIfItsRoundsAreGiven() {
        assertThat(BenchmarkOptions.parse(List.of("--large-rounds", "2")).large())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "many", "1001", "99999999999"})
    void rejectsAnInvalidOrOutOfRangeNumber(String rounds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkOptions.parse(List.of("--rounds", rounds)))
                .withMessage("--rounds takes a number from 1 to 1,000, not '%s'", rounds);
    }

    @Test
    void rejectsAnOptionWithoutItsNumber() {
        assertThatIllegalArgumentException().isThrownBy(() -> BenchmarkOptions.parse(List.of("--collars")));
    }

    @Test
    void rejectsAnUnknownOption() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkOptions.parse(List.of("--colars", "5")))
                .withMessage("'--colars' is not an option");
    }
}
