package io.petty.raw;

import static io.petty.raw.RawFile.LINE;
import static io.petty.raw.RawFile.readLines;
import static io.petty.raw.RawFile.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.forgotten.ForgottenNames;
import io.petty.raw.RawFile.Outcome;
import io.petty.reading.CollarDictionary;
import io.petty.reading.PackedReading;
import io.petty.reading.ReadingBlock;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawFileFieldsTest {
    private static final String TIMESTAMP = "2026-11-20T03:04:05Z";
    private static final String PLACE = "{\"type\":\"Point\",\"coordinates\":[13.4,-52.5]}";

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T03:04:05Z,2026-11-20T03:04:05Z",
        "2026-11-20T03:04:05.9Z,2026-11-20T03:04:05.900Z",
        "2026-11-20T03:04:05.1239999999999999Z,2026-11-20T03:04:05.123Z",
        "2026-11-20T03:04:05.123456789Z,2026-11-20T03:04:05.123Z",
        "2026-11-20T03:04:05+02:00,2026-11-20T01:04:05Z",
        "2026-11-20T03:04:05.5-18:00,2026-11-20T21:04:05.500Z",
        "2026-11-20T03:04:05+18:00,2026-11-19T09:04:05Z",
        "2026-11-20T03:04:05-00:00,2026-11-20T03:04:05Z",
        "2026-11-20T03:04:05+05:45,2026-11-19T21:19:05Z",
        "2026-10-21T00:00:00Z,2026-10-21T00:00:00Z",
        "2026-11-21T01:00:00Z,2026-11-21T01:00:00Z",
        "2026-11-21T01:00:00.0009Z,2026-11-21T01:00:00Z",
        "2026-10-20T23:00:00-01:00,2026-10-21T00:00:00Z"
    })
    void truncatesTimestampsToMilliseconds(String written, Instant kept) {
        Outcome outcome = readLines(with(TIMESTAMP, written));

        assertThat(outcome.readings()).hasSize(1);
        assertThat(outcome.readings().get(0)).startsWith("c1 " + kept.toEpochMilli() + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-20T24:00:00Z",
                "2026-11-20T23:60:00Z",
                "2026-11-20T23:59:60Z",
                "2026-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "0000-02-29T00:00:00Z",
                "2026-11-31T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-11-00T00:00:00Z",
                "2026-11-20T03:04:05",
                "2026-11-20T03:04:05.Z",
                "2026-11-20T03:04:05,5Z",
                "2026-11-20T03:04:05z",
                "2026-11-20t03:04:05Z",
                "2026-11-20 03:04:05Z",
                "2026-11-20T03:04:05+18:01",
                "2026-11-20T03:04:05+19:00",
                "2026-11-20T03:04:05+02:60",
                "2026-11-20T03:04:05+0200",
                "2026-11-20T03:04:05+02",
                "2026-11-20T03:04:05Z ",
                " 2026-11-20T03:04:05Z",
                "2026-11-20T03:04Z",
                "2026-11-20T3:04:05Z",
                "+2026-11-20T03:04:05Z",
                "12026-11-20T03:04:05Z",
                "2026-11-20T03:04:05ZZ",
                "2026-11-20T03:04:05Z[UTC]",
                "٢٠٢٦-11-20T03:04:05Z",
                "2026-11-20T03:04:05\\ud800",
                "2026-11-20",
                ""
            })
    void rejectsInvalidTimestamps(String written) {
        assertThat(readLines(with(TIMESTAMP, written)).reasons()).containsExactly("timestamp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-10-20T23:59:59.999Z",
                "2026-11-21T01:00:00.001Z",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "1969-12-31T23:59:59Z",
                "2026-10-21T00:00:00+00:01"
            })
    void rejectsTimestampsOutsideTheDeliveryDaysRange(String written) {
        assertThat(readLines(with(TIMESTAMP, written)).reasons()).containsExactly("timestamp_range");
    }

    @Test
    void readsEventDaysBefore1970() throws Exception {
        ReadingBlock block = new ReadingBlock(new CollarDictionary(), 1);
        byte[] bytes = RawFile.utf8(with(TIMESTAMP, "1969-12-31T23:59:59.999Z"));
        try (RawFileReader reader = new RawFileReader(
                LocalDate.of(1970, 1, 1),
                "a.json",
                bytes.length,
                new ByteArrayInputStream(bytes),
                RawRules.DEFAULTS,
                ForgottenNames.NONE)) {
            reader.read(block, new ArrayList<>());
        }
        assertThat(block.epochDay(0)).isEqualTo(-1);
        assertThat(RawFile.text(block, 0)).startsWith("c1 -1 ");
    }

    @ParameterizedTest
    @CsvSource({
        "30,30000",
        "300,300000",
        "300.0,300000",
        "3e2,300000",
        "30000E-3,30000",
        "64.4995,64500",
        "64.49949,64499",
        "64.00049999999999999999999999999,64000",
        "64.0005,64001",
        "0.3e+2,30000",
        "299.9999,300000",
        "300.00000000000000000000,300000",
        "0.00064e5,64000"
    })
    void roundsHeartRatesHalfUpToThousandths(String written, int kept) {
        assertThat(readLines(with("64.5", written)).readings().get(0)).contains(" " + kept + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "29.9999999999999999999999",
                "300.0000000000000000000001",
                "-64",
                "1e999",
                "1e-999999999999",
                "1e99999999999999999999999999",
                "\"64\"",
                "true",
                "[64]",
                "{}",
                "29.9999",
                "0.0001",
                "1e-400",
                "300.0004"
            })
    void rejectsOtherHeartRates(String written) {
        assertThat(readLines(with("64.5", written)).reasons()).containsExactly("heart_rate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0", "-0", "-0.000", "0e99999999", "0E-3", "null", "0.000000000000000000"})
    void treatsAHeartRateOfZeroOrNullAsMissing(String written) {
        assertThat(readLines(with("64.5", written)).readings())
                .singleElement()
                .satisfies(RawFileFieldsTest::hasNoHeartRate);
    }

    @Test
    void readsARecordWithoutAHeartRate() {
        assertThat(readLines(with("\"heart_rate\":64.5,", "")).readings())
                .singleElement()
                .satisfies(RawFileFieldsTest::hasNoHeartRate);
        // No value carries over from one record to the next.
        assertThat(readLines(with("64.5", "70") + "\n" + with("\"heart_rate\":64.5,", ""))
                        .readings())
                .last()
                .satisfies(RawFileFieldsTest::hasNoHeartRate);
    }

    @Test
    void usesTheConfiguredMissingValues() {
        RawRules rules = new RawRules(65_536, 64, 30, 300, List.of(255, 1), false, 30, 25, 1, 1);
        String lines = Stream.of("255", "255.0", "2.55e2", "1", "255.001", "254.999", "0", "null")
                .map(written -> with("64.5", written) + "\n")
                .collect(Collectors.joining());
        byte[] bytes = RawFile.utf8(lines + with("[13.4,-52.5]", "[0,0]"));
        Outcome outcome = RawFile.read("a.json", new ByteArrayInputStream(bytes), bytes.length, rules);

        assertThat(outcome.reasons()).containsExactly("heart_rate");
        assertThat(outcome.readings())
                .extracting(reading -> reading.split(" ", -1)[2])
                .containsExactly(
                        "16777215", "16777215", "16777215", "16777215", "255001", "254999", "16777215", "64500");
        assertThat(outcome.readings()).last().asString().endsWith(" 0,0");
    }

    private static void hasNoHeartRate(String reading) {
        assertThat(reading).contains(" " + PackedReading.NO_HEART_RATE + " ");
    }

    @Test
    void readsNumbersOfTenThousandDigitsExactly() {
        String zeros = "0".repeat(10_000);
        assertThat(readLines(with("64.5", "300." + zeros)).readings()).hasSize(1);
        assertThat(readLines(with("64.5", "300." + zeros + "1")).reasons()).containsExactly("heart_rate");
        assertThat(readLines(with("64.5", "0." + zeros + "64e10002")).readings().get(0))
                .contains(" 64000 ");
        assertThat(readLines(with("64.5", "64" + zeros + "e-10000")).readings().get(0))
                .contains(" 64000 ");
        assertThat(readLines(with("64.5", "9".repeat(10_000))).reasons()).containsExactly("heart_rate");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1.0,1", "2,2", "10e-1,1", "-0,0", "0.0e5,0", "-0.0,0", "20E-1,2", "0.2e1,2"})
    void readsActivityLevelsExactly(String written, int kept) {
        assertThat(readLines(with("level\":1", "level\":" + written)).readings().get(0))
                .contains(" 64500 " + kept + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3", "-1", "1.5", "1.00000000000000000000000001", "\"1\"", "true", "null", "1e-400", "2.0001"})
    void rejectsOtherActivityLevels(String written) {
        assertThat(readLines(with("level\":1", "level\":" + written)).reasons()).containsExactly("activity_level");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "1e+",
                "-",
                "NaN",
                "Infinity",
                "0x1",
                "1_0",
                "--1",
                "tru",
                "nul",
                "'1'",
                ""
            })
    void rejectsInvalidJsonValues(String written) {
        assertThat(readLines(with("level\":1", "level\":" + written)).reasons()).containsExactly("json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[180,90];180000000,90000000",
                "[-180,-90];-180000000,-90000000",
                "[1.0000005,-1.0000005];1000001,-1000001",
                "[1.00000049999,-1.00000049999];1000000,-1000000",
                "[-0,0.0000004];0,0",
                "[1e1,1e-1,1e999];10000000,100000",
                "[ 1 , 2 , -3.25 ];1000000,2000000",
                "[1,2,12345.5];1000000,2000000",
                "[1,2,3];1000000,2000000",
                "[-179.9999996,89.9999999];-180000000,90000000"
            })
    void roundsCoordinatesHalfAwayFromZeroToMillionths(String written, String kept) {
        assertThat(readLines(with("[13.4,-52.5]", written)).readings().get(0)).endsWith(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0,0]", "[0.0,-0]", "[0, 0, 12.5]", "[-0.000,0e5]", "[ 0 , 0E-9 , 1e999 ]"})
    void treatsALocationAtZeroZeroAsMissing(String written) {
        assertThat(readLines(with("[13.4,-52.5]", written)).readings().get(0)).endsWith("nowhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0.0000001,0]", "[0,-1e-400]", "[0,0.0000000000000000001]"})
    void keepsALocationNearZeroZero(String written) {
        assertThat(readLines(with("[13.4,-52.5]", written)).readings().get(0)).endsWith(" 0,0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0,0,\"1\"]", "[0,0,1,2]", "[0]"})
    void rejectsAnInvalidPointAtZeroZero(String written) {
        assertThat(readLines(with("[13.4,-52.5]", written)).reasons()).containsExactly("location");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "\"x\"",
                "true",
                "[]",
                "{}",
                "{\"type\":\"Point\"}",
                "{\"coordinates\":[1,2]}",
                "{\"type\":\"point\",\"coordinates\":[1,2]}",
                "{\"type\":\"Point\",\"coordinates\":[1]}",
                "{\"type\":\"Point\",\"coordinates\":[1,2,3,4]}",
                "{\"type\":\"Point\",\"coordinates\":[1,\"2\"]}",
                "{\"type\":\"Point\",\"coordinates\":[1,2,null]}",
                "{\"type\":\"Point\",\"coordinates\":null}",
                "{\"type\":\"Point\",\"coordinates\":[[1,2]]}",
                "{\"type\":\"Point\",\"coordinates\":[180.0000001,2]}",
                "{\"type\":\"Point\",\"coordinates\":[1,-90.00000000000000000000001]}",
                "{\"type\":\"Point\",\"coordinates\":[1e999,2]}",
                "{\"type\":1,\"coordinates\":[1,2]}",
                "{\"type\":\"Point\",\"coordinates\":[1,2],\"type\":\"x\"}",
                "{\"type\":[\"Point\"],\"coordinates\":[1,2]}"
            })
    void rejectsLocationsThatAreNotPoints(String written) {
        assertThat(readLines(with(PLACE, written)).reasons()).containsExactly("location");
    }

    @Test
    void usesTheLastOfRepeatedMembersInsideALocation() {
        String place =
                "{\"type\":\"x\",\"coordinates\":0,\"x\":[{}],\"t\\u0079pe\":\"P\\u006fint\",\"coordinates\":[1,2]}";

        assertThat(readLines(with(PLACE, place)).readings().get(0)).endsWith("1000000,2000000");
    }

    @Test
    void readsARecordWithoutALocation() {
        assertThat(readLines(with(PLACE, "null")).readings().get(0)).endsWith("nowhere");
        assertThat(readLines(with(",\"location\":" + PLACE, "")).readings().get(0))
                .endsWith("nowhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "C-_9", "0123456789012345678901234567890123456789012345678901234567890123", "\\u0063"})
    void acceptsValidCollarIds(String id) {
        assertThat(readLines(with("c1", id)).readings()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "_a",
                "a b",
                "ä",
                "a\\u0000",
                "\\ud800",
                "a\\n",
                "a.",
                "a\\\"",
                "a\\\\",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void rejectsInvalidCollarIds(String id) {
        assertThat(readLines(with("c1", id)).reasons()).containsExactly("collar_id");
    }

    @Test
    void unescapesNamesBeforeComparingThem() {
        assertThat(readLines(with("heart_rate", "heart\\u005frate")).readings()).hasSize(1);
        assertThat(readLines("{\"heart\\u005Frate\":70," + LINE.substring(1)).reasons())
                .containsExactly("json");
        assertThat(readLines("{\"location\":null,\"location\":null," + LINE.substring(1))
                        .reasons())
                .containsExactly("json");
        assertThat(readLines("{\"x\":\"\\ud800\\/\",\"x\":-0.1E-2," + LINE.substring(1))
                        .readings())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "null",
                "{",
                "{}}",
                "{\"a\":1,}",
                "{,}",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":1]",
                "\"",
                "{\"a\\\":1}",
                "{\"a\":1}//",
                "\u00a0{}",
                "{\"a\":\"\\u00",
                "{\"a\":[}",
                "{\"a\":tRue}"
            })
    void rejectsLinesThatAreNotOneJsonObject(String line) {
        assertThat(readLines(line).reasons()).containsExactly("json");
    }
}
