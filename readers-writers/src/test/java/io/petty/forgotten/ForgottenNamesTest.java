package io.petty.forgotten;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgottenNamesTest {
    private static final String EVENT = "evt_50d1000000000000000000ff";

    private final ForgottenNames names =
            Forgotten.NONE.with("key", "Bella-1", List.of(EVENT)).names();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"collar_id\":\"Bella-1\"",
                "Bella-1",
                "a;Bella-1;b",
                "{\"x\":\"\\u0042ella-1\"}",
                "{\"x\":\"a\\nBella-1\"}",
                "__Bella-1 barks",
                "{\"event_id\":\"" + EVENT + "\"}",
                "Bella-1\u00e9"
            })
    void findsANameDelimitedByCharactersThatIdsCannotContain(String line) {
        assertThat(names.areIn(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bella-12", "xBella-1", "bella-1", "Bella_1", "Bella", "Bella-1-Bella-1", "evt_50d1"})
    void findsNoOtherNames(String line) {
        assertThat(names.areIn(line)).isFalse();
    }

    @Test
    void findsNamesThatLookLikeNumbersDatesOrKeywordsOnlyWhereTheyMustBeNames() {
        ForgottenNames odd = Forgotten.NONE
                .with("key", "2026-11-18", List.of())
                .with("key", "100", List.of())
                .with("key", "Point", List.of())
                .with("key", "48213", List.of())
                .names();
        assertThat(odd.areIn("{\"timestamp\":\"2026-11-18T08:00:00Z\",\"heart_rate\":100,\"type\":\"Point\"}"))
                .isFalse();
        assertThat(odd.areIn("{\"collar_id\":\"100\"}")).isTrue();
        assertThat(odd.areIn("{\"collar_id\":\"2026-11-18\"}")).isTrue();
        assertThat(odd.isCollar("Point".getBytes(StandardCharsets.US_ASCII), 0, 5))
                .isTrue();
        assertThat(odd.withoutThem("dt=2026-11-18/100/48213.ndjson")).isEqualTo("dt=2026-11-18/100/(forgotten).ndjson");
    }

    @Test
    void replacesEachNameInAKey() {
        assertThat(names.withoutThem("Bella-1/x/Bella-1.json")).isEqualTo("(forgotten)/x/(forgotten).json");
        assertThat(names.withoutThem("other/Bella-12.json")).isEqualTo("other/Bella-12.json");
    }

    @Test
    void hashesDependOnTheKey() {
        ForgottenHash hash = new ForgottenHash("key");
        assertThat(hash.ofCollar("Bella-1"))
                .matches("[0-9a-f]{64}")
                .isEqualTo(new ForgottenHash("key").ofCollar("Bella-1"))
                .isNotEqualTo(new ForgottenHash("other key").ofCollar("Bella-1"))
                .isNotEqualTo(hash.ofEvent("Bella-1"));
        assertThat(hash.keyCheck()).isNotEqualTo(new ForgottenHash("other key").keyCheck());
    }

    @Test
    void findsNothingIfNothingWasForgotten() {
        ForgottenNames none = Forgotten.NONE.names();
        assertThat(none).isSameAs(ForgottenNames.NONE);
        assertThat(none.areIn("Bella-1")).isFalse();
        assertThat(none.isEvent(EVENT)).isFalse();
        assertThat(none.withoutThem("Bella-1")).isEqualTo("Bella-1");
    }
}
