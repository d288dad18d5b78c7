package io.petty.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ZoneOptionTest {
    private final ZoneOption option = new ZoneOption();

    @Test
    void acceptsRegionsAndOffsets() {
        assertThat(option.convert("Europe/Berlin")).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(option.convert("+05:45")).isEqualTo(ZoneId.of("+05:45"));
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berln, Europe/Berlin",
        "berlin, Europe/Berlin",
        "europe/berlin, Europe/Berlin",
        "New York, America/New_York",
        "Katmandu!, Asia/Katmandu"
    })
    void suggestsTheNearestName(String typed, String meant) {
        assertThatThrownBy(() -> option.convert(typed))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageStartingWith(
                        "'%s' is not a time zone like Europe/Berlin or +05:45. Did you mean ".formatted(typed))
                .hasMessageContaining(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+25:00", "\u001b[31mred", "x"})
    void suggestsNothingIfNoNameIsSimilar(String typed) {
        assertThatThrownBy(() -> option.convert(typed))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageEndingWith("is not a time zone like Europe/Berlin or +05:45")
                .message()
                .doesNotContain("\u001b");
        assertThatThrownBy(() -> option.convert("A".repeat(100_000)))
                .isInstanceOf(TypeConversionException.class)
                .message()
                .hasSizeLessThan(200);
    }
}
