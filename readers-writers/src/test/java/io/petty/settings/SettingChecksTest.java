package io.petty.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages name the property, its allowed values, and its value in the notation of settings. */
class SettingChecksTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void allowBothBounds() {
        assertThatCode(() -> {
                    SettingChecks.between("petty.a", 1, 1, 2);
                    SettingChecks.between("petty.a", 2, 1, 2);
                    SettingChecks.between("petty.a", SECOND, SECOND, DAY);
                    SettingChecks.between("petty.a", DAY, SECOND, DAY);
                    SettingChecks.atLeast("petty.a", 1, 1);
                    SettingChecks.atLeast("petty.a", SECOND, SECOND);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void nameTheAllowedRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingChecks.between("petty.a", 3, 1, 2))
                .withMessage("petty.a must be between 1 and 2, but is 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingChecks.between("petty.a", Duration.ofMinutes(1501), SECOND, DAY))
                .withMessage("petty.a must be between 1s and 1d, but is 1d1h1m");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingChecks.atLeast("petty.a", 0, 1))
                .withMessage("petty.a must be at least 1, but is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingChecks.atLeast("petty.a", Duration.ZERO, SECOND))
                .withMessage("petty.a must be at least 1s, but is 0s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingChecks.port("petty.a", 65_536))
                .withMessage("petty.a must be between 0 and 65535, but is 65536");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host",
                "//host:80",
                "http:///path",
                "http://u:secret@host",
                "http://host?q",
                "http://host#f"
            })
    void refuseAnInvalidAddressWithoutRepeatingIt(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingChecks.httpAddress("petty.a", URI.create(address), "http://127.0.0.1:1"))
                .withMessage("petty.a must be an http or https address without user, query and fragment, such as"
                        + " http://127.0.0.1:1");
    }

    @Test
    void allowAnAddressWithAPathAndAMissingAddress() {
        assertThatCode(() -> {
                    SettingChecks.httpAddress("petty.a", URI.create("https://host:1/path"), "");
                    SettingChecks.httpAddress("petty.a", null, "");
                })
                .doesNotThrowAnyException();
    }
}
