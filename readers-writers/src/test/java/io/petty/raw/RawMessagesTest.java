package io.petty.raw;

import static io.petty.raw.RawFile.readLines;
import static io.petty.raw.RawFile.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.raw.RawFile.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages of rejects state the actual fault. */
class RawMessagesTest {
    private static final String PLACE = "{\"type\":\"Point\",\"coordinates\":[13.4,-52.5]}";

    private static String message(String line) {
        List<Reject> rejects = readLines(line).rejects();
        assertThat(rejects).as(line).hasSize(1);
        return rejects.get(0).message();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\b',
            value = {
                "[{}] | a JSON array; deliver one object per line",
                "[ | a JSON array; deliver one object per line",
                "\"x\" | text, not a JSON object",
                "-1.5 | a number, not a JSON object",
                "null | null, not a JSON object",
                "true | a boolean, not a JSON object",
                "collar_id,timestamp | not JSON; it begins with collar_id",
                "0123456789abcdefghijklmn | not JSON; it begins with 0123456789abcdefghij…",
                "\u00e4{} | not JSON; it begins with \u00e4",
                "\"collar_id\": 1, | not JSON; it begins with \"",
                "{}\u0001x | the JSON object is followed by the control character 0x01 at byte 3",
                "{} \uFEFF{} | the JSON object is followed by a byte order mark at byte 4",
                "{ | the JSON object is cut off at the end of the line",
                "{\"a\":[1, | the JSON object is cut off at the end of the line",
                "{\"a\":tr | the JSON object is cut off at the end of the line",
                "{\"a\":\"b | the JSON object is cut off at the end of the line",
                "{\"a\":NaN,\"b\":1} | not JSON at byte 6: NaN",
                "{\"a\":-Infinity} | not JSON at byte 7: -Infinity",
                "{\"a\":nul} | not JSON at byte 9: nul",
                "{\"a\":1.} | not JSON at byte 8: 1.",
                "{\"a\":01} | not JSON at byte 7: 01",
                "{'a':1} | not JSON at byte 2: 'a'",
                "{\"a\":1,} | not JSON at byte 8: }",
                "{\"a\":[1}} | not JSON at byte 8: }",
                "{\"a\":\"\\x\"} | not JSON at byte 8: \\x",
                "{\"a\":\"\t\"} | not JSON at byte 7: the control character 0x09",
                "{}, | the JSON object is followed by , at byte 3, as in a JSON array; deliver one object per line",
                "{}] | the JSON object is followed by ] at byte 3, as in a JSON array; deliver one object per line",
                "{} and {} | the JSON object is followed by and at byte 4",
                "{}}{ | the JSON object is followed by } at byte 3",
                "{\"location\":null,\"location\":null} | the JSON object has location twice"
            })
    void describesALineThatIsNotOneObject(String line, String message) {
        assertThat(message(line)).isEqualTo(message);
    }

    @Test
    void describesALineThatExceedsALimit() {
        assertThat(message("x".repeat(65_537))).isEqualTo("longer than 65,536 bytes");
        assertThat(message("[".repeat(65))).isEqualTo("brackets are nested deeper than 64");
        assertThat(RawFile.read("a.json", new byte[] {'x', (byte) 0xFF})
                        .rejects()
                        .get(0)
                        .message())
                .isEqualTo("byte 2 is not UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\b',
            value = {
                "\"\" | collar_id \"\" is empty",
                "\"_a\" | collar_id \"_a\" does not begin with a letter or digit",
                "\"a b\" | collar_id \"a b\" has other characters than letters, digits, _ and -",
                "\"\\u00e4\" | collar_id \"\\u00e4\" has other characters than letters, digits, _ and -",
                "17 | collar_id 17 is a number, not text",
                "null | collar_id is null, not text"
            })
    void describesAnInvalidCollarId(String written, String message) {
        assertThat(message(with("\"c1\"", written))).isEqualTo(message);
        assertThat(message(with("\"c1\"", '"' + "a".repeat(65) + '"')))
                .isEqualTo("collar_id \"" + "a".repeat(59) + "… has more than 64 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\b',
            value = {
                "2026-11-20T23:59:60Z | is a leap second, which is not accepted",
                "2026-11-20T23:59:61Z | has a second over 59",
                "2026-11-20T24:00:00Z | has hour 24; midnight is 00:00 of the next day",
                "2026-11-20T25:00:00Z | has an hour over 23",
                "2026-11-20T23:60:00Z | has a minute over 59",
                "2026-11-20 23:59:59Z | has a space instead of T",
                "2026-11-20t23:59:59Z | has another character instead of T",
                "2026-11-20T23:59:59+0100 | has an offset without a colon",
                "2026-11-20T23:59:59-01 | has an offset without minutes",
                "2026-11-20T23:59:59+18:01 | has an offset over 18:00",
                "2026-11-20T23:59:59+02:60 | has an offset with more than 59 minutes",
                "2026-11-20T23:59:59 | has neither Z nor an offset",
                "2026-11-20T23:59:59.123 | has neither Z nor an offset",
                "2026-11-20T23:59:59z | has z instead of Z",
                "2026-11-20T23:59:59Z[UTC] | ends in neither Z nor an offset ±hh:mm",
                "2026-11-20T23:59:59.Z | has a point without digits after it",
                "2026-11-20T23:59:59,5Z | has a comma instead of a point before its fraction",
                "2026-11-20 | has no time of day",
                "2026-02-30T00:00:00Z | is on a date that does not exist",
                "2026-13-01T00:00:00Z | is on a date that does not exist",
                "0000-01-01T00:00:00Z | is in year 0000; years begin with 0001",
                "1763625600 | is a number as text, not a date and time",
                "now | is not of the form YYYY-MM-DDThh:mm:ss with Z or an offset ±hh:mm",
                "2026-11-20T23:59Z | is not of the form YYYY-MM-DDThh:mm:ss with Z or an offset ±hh:mm",
                " | is empty",
                "2026-10-20T23:59:59.999Z | is before 2026-10-21T00:00:00Z, the first that delivery day 2026-11-20 accepts",
                "2026-11-21T01:00:00.001Z | is after 2026-11-21T01:00:00Z, the last that delivery day 2026-11-20 accepts"
            })
    void describesAnInvalidTimestamp(String nullableWritten, String message) {
        String written = nullableWritten == null ? "" : nullableWritten;
        assertThat(message(with("2026-11-20T03:04:05Z", written)))
                .isEqualTo("timestamp \"" + written + "\" " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\b',
            value = {
                "heart_rate\":64.5 | heart_rate\":\"72\" | heart_rate \"72\" is text, not a number",
                "heart_rate\":64.5 | heart_rate\":true | heart_rate true is a boolean, not a number",
                "heart_rate\":64.5 | heart_rate\":[72] | heart_rate [72] is an array, not a number",
                "heart_rate\":64.5 | heart_rate\":29.9 | heart_rate 29.9 is below 30",
                "heart_rate\":64.5 | heart_rate\":-1e999 | heart_rate -1e999 is below 30",
                "heart_rate\":64.5 | heart_rate\":0.0001 | heart_rate 0.0001 is below 30",
                "heart_rate\":64.5 | heart_rate\":300.0004 | heart_rate 300.0004 is above 300",
                "heart_rate\":64.5 | heart_rate\":1e999 | heart_rate 1e999 is above 300",
                "\"activity_level\":1, | \"activity\":1, | activity_level is missing",
                "level\":1 | level\":3 | activity_level 3 is not 0, 1 or 2",
                "level\":1 | level\":1.5 | activity_level 1.5 is not 0, 1 or 2",
                "level\":1 | level\":\"1\" | activity_level \"1\" is text, not a number",
                "level\":1 | level\":{} | activity_level {} is an object, not a number",
                "timestamp\":\"2026-11-20T03:04:05Z\" | timestamp\":1763625600 | timestamp 1763625600 is a number, not text"
            })
    void describesAnInvalidNumberOrType(String replaced, String replacement, String message) {
        assertThat(message(with(replaced, replacement))).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\b',
            value = {
                "\"here\" | is text, not an object",
                "[1,2] | is an array, not an object",
                "{} | has no type",
                "{\"type\":\"Point\"} | has no coordinates",
                "{\"type\":\"point\",\"coordinates\":0} | has type \"point\", not \"Point\"",
                "{\"type\":1,\"coordinates\":[1,2]} | has a type that is a number, not text",
                "{\"type\":\"Point\",\"coordinates\":null} | has coordinates that are null, not an array",
                "{\"type\":\"Point\",\"coordinates\":[[1,2]]} | has an array as a coordinate, not a number",
                "{\"type\":\"Point\",\"coordinates\":[1,\"2\"]} | has text as a coordinate, not a number",
                "{\"type\":\"Point\",\"coordinates\":[1]} | has fewer than 2 coordinates",
                "{\"type\":\"Point\",\"coordinates\":[1,2,3,4]} | has more than 3 coordinates",
                "{\"type\":\"Point\",\"coordinates\":[180.01,2]} | has longitude 180.01, which is not within ±180",
                "{\"type\":\"Point\",\"coordinates\":[1,-174]} | has latitude -174, which is not within ±90; longitude comes first"
            })
    void describesAnInvalidLocation(String written, String message) {
        assertThat(message(with(PLACE, written))).isEqualTo("location " + written + " " + message);
    }

    @Test
    void describesTheRejectsOfAFileWithANumberAsText() throws IOException {
        try (InputStream file = RawMessagesTest.class.getResourceAsStream("number-as-text/dt=2026-11-20/a.ndjson")) {
            Outcome outcome = RawFile.read("dt=2026-11-20/a.ndjson", file.readAllBytes());

            assertThat(outcome.counts()).isEqualTo(new RawFileCounts(0, 60, 2, 0, false));
            assertThat(outcome.rejects())
                    .extracting(Reject::message)
                    .containsExactly(
                            "heart_rate \"72\" is text, not a number",
                            "timestamp \"2026-11-20T23:59:60Z\" is a leap second, which is not accepted");
        }
    }

    @Test
    void shortensLongValues() {
        assertThat(message(with("64.5", "9".repeat(99)))).isEqualTo("heart_rate " + "9".repeat(60) + "… is above 300");
    }
}
