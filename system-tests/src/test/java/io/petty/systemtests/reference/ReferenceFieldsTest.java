package io.petty.systemtests.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests fields that may be absent. */
class ReferenceFieldsTest {

    private static final String HERE = "{\"type\":\"Point\",\"coordinates\":[8,47]}";

    @ParameterizedTest
    @ValueSource(strings = {"", "\"heart_rate\":null,", "\"heart_rate\":0,", "\"heart_rate\":-0.0e7,"})
    void readsAMissingHeartRateAsNone(String member) throws Exception {
        ReferenceReading reading = reading(member, HERE);

        assertThat(reading.heartRate()).isNull();
        assertThat(reading.place()).isEqualTo(new ReferencePlace(8_000_000, 47_000_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"0\"", "false", "0.0001", "-1", "255000", "[]"})
    void rejectsAHeartRateThatIsNeitherInRangeNorAbsent(String value) {
        assertThatThrownBy(() -> reading("\"heart_rate\":" + value + ",", HERE)).hasMessage("heart_rate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{\"type\":\"Point\",\"coordinates\":[0,0]}",
                "{\"type\":\"Point\",\"coordinates\":[-0.0,0e3,500]}"
            })
    void readsAFixAtLongitudeZeroAndLatitudeZeroAsNone(String location) throws Exception {
        assertThat(reading("\"heart_rate\":60,", location).place()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"Point\",\"coordinates\":[0.0000001,0]}",
                "{\"type\":\"Point\",\"coordinates\":[0,-0.0000001]}"
            })
    void keepsAFixThatOnlyRoundsToLongitudeZeroAndLatitudeZero(String location) throws Exception {
        assertThat(reading("\"heart_rate\":60,", location).place()).isEqualTo(new ReferencePlace(0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"point\",\"coordinates\":[0,0]}",
                "{\"coordinates\":[0,0]}",
                "{\"type\":\"Point\",\"coordinates\":[0,0,\"500\"]}",
                "{\"type\":\"Point\",\"coordinates\":[0,0,1,2]}"
            })
    void rejectsAMalformedFixAtLongitudeZeroAndLatitudeZero(String location) {
        assertThatThrownBy(() -> reading("\"heart_rate\":60,", location)).hasMessage("location");
    }

    private static ReferenceReading reading(String heartRate, String location) throws Exception {
        String line = "{" + heartRate + "\"collar_id\":\"a\",\"timestamp\":\"2026-11-20T00:00:00Z\","
                + "\"activity_level\":0,\"location\":" + location + "}";
        return ReferenceFields.reading(LocalDate.of(2026, 11, 20), (StrictJson.Members) StrictJson.parse(line));
    }
}
