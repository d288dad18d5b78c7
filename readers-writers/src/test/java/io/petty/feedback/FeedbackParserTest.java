package io.petty.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.petty.raw.Reject;
import io.petty.raw.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid and invalid feedback documents. */
class FeedbackParserTest {
    private static final LocalDate DELIVERED = LocalDate.parse("2026-11-22");
    /** 0x5129 is 20,777, the number of days from 1970-01-01 to 2026-11-20. */
    private static final String EVENT = "evt_5129" + "0123456789abcdef0123";

    private final FeedbackParser parser = new FeedbackParser(FeedbackRules.DEFAULTS, new UserKeys("secret"));

    @Test
    void parsesAllFields() {
        Feedback feedback = feedback("""
                {"feedback_id":"f-1","event_id":"%s","user_feedback":"negative","timestamp":"2026-11-21T09:00:00.123456+01:00",
                 "user_id":"ann","segment":{"behavior":"Eating","from":1},"app":[1,{"a":2}]}""".formatted(EVENT));

        assertThat(feedback)
                .isEqualTo(new Feedback(
                        "f-1",
                        EVENT,
                        new UserKeys("secret").of("ann"),
                        Voice.NEGATIVE,
                        "Eating",
                        Instant.parse("2026-11-21T08:00:00.123Z").toEpochMilli(),
                        "a/b.json",
                        null));
        assertThat(feedback.userKey()).hasSize(32).doesNotContain("ann");
        assertThat(feedback.eventDay()).isEqualTo(LocalDate.parse("2026-11-20"));
    }

    @Test
    void usesDefaultsForMissingFields() {
        String document =
                "{\"event_id\":\"%s\",\"user_feedback\":\"positive\",\"user_id\":null,\"segment\":null,\"timestamp\":null}"
                        .formatted(EVENT);
        Feedback feedback = feedback(document);

        assertThat(feedback.feedbackId())
                .matches("[0-9a-f]{64}")
                .isEqualTo(feedback(document).feedbackId());
        assertThat(feedback.feedbackId()).isNotEqualTo(feedback(document + " ").feedbackId());
        assertThat(feedback.userKey()).isNull();
        assertThat(feedback.correctedBehavior()).isNull();
        assertThat(Instant.ofEpochMilli(feedback.timestamp())).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Positive", " positive", "", "<script>alert(1)</script>", "call me: +49 30 1234567"})
    void treatsOtherWordsAsFreeTextAndDiscardsThem(String words) {
        Feedback feedback = feedback(withWords(words));

        assertThat(feedback.voice()).isEqualTo(Voice.NONE);
        if (words.length() > 10) {
            assertThat(feedback.toString()).doesNotContain(words);
        }
    }

    @Test
    void countsCharactersOfFreeTextNotBytes() {
        assertThat(feedback(withWords("🐕".repeat(1000))).voice()).isEqualTo(Voice.NONE);
        assertThat(reject(withWords("🐕".repeat(1001))).reason()).isEqualTo(RejectReason.USER_FEEDBACK);
    }

    @Test
    void skipsAByteOrderMark() {
        assertThat(feedback('\uFEFF' + withWords("positive")).voice()).isEqualTo(Voice.POSITIVE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "json | {\"event_id\":\"E\",\"user_feedback\":\"positive\"",
                "json | {\"event_id\":\"E\",\"user_feedback\":\"positive\"} {}",
                "json | {\"event_id\":\"E\",\"event_id\":\"E\",\"user_feedback\":\"positive\"}",
                "json | {\"event_id\":\"E\",\"user_feedback\":\"positive\",\"n\":NaN}",
                "json | {'event_id':'E'}",
                "json | [{\"event_id\":\"E\",\"user_feedback\":\"positive\"}]",
                "json | \"positive\"",
                "feedback_id | {\"feedback_id\":\"\",\"event_id\":\"E\",\"user_feedback\":\"positive\"}",
                "feedback_id | {\"feedback_id\":7,\"event_id\":\"E\",\"user_feedback\":\"positive\"}",
                "feedback_id | {\"feedback_id\":\"a\\u0000\",\"event_id\":\"E\",\"user_feedback\":\"positive\"}",
                "feedback_id | {\"feedback_id\":\"\\ud800\",\"event_id\":\"E\",\"user_feedback\":\"positive\"}",
                "event_id | {\"user_feedback\":\"positive\"}",
                "event_id | {\"event_id\":null,\"user_feedback\":\"positive\"}",
                "event_id | {\"event_id\":{\"id\":\"E\"},\"user_feedback\":\"positive\"}",
                "event_id | {\"event_id\":\"evt_5128\",\"user_feedback\":\"positive\"}",
                "event_id | {\"event_id\":\"EVT_51280123456789abcdef0123\",\"user_feedback\":\"positive\"}",
                "user_feedback | {\"event_id\":\"E\"}",
                "user_feedback | {\"event_id\":\"E\",\"user_feedback\":true}",
                "user_feedback | {\"event_id\":\"E\",\"user_feedback\":[\"positive\"]}",
                "timestamp | {\"event_id\":\"E\",\"user_feedback\":\"positive\",\"timestamp\":1763625600}",
                "timestamp | {\"event_id\":\"E\",\"user_feedback\":\"positive\",\"timestamp\":\"2026-02-30T00:00:00Z\"}",
                "timestamp | {\"event_id\":\"E\",\"user_feedback\":\"positive\",\"timestamp\":\"2026-11-20T10:00:00\"}",
                "user_id | {\"event_id\":\"E\",\"user_feedback\":\"positive\",\"user_id\":\"\"}",
                "user_id | {\"event_id\":\"E\",\"user_feedback\":\"positive\",\"user_id\":12}",
                "segment | {\"event_id\":\"E\",\"user_feedback\":\"positive\",\"segment\":\"Eating\"}",
                "segment | {\"event_id\":\"E\",\"user_feedback\":\"positive\",\"segment\":{\"behavior\":\"eating\"}}",
                "segment | {\"event_id\":\"E\",\"user_feedback\":\"positive\",\"segment\":{\"behavior\":{\"x\":[1]}}}",
                "segment | {\"event_id\":\"E\",\"user_feedback\":\"positive\",\"segment\":{\"behavior\":\"Eating\",\"behavior\":\"Eating\"}}",
                "event_id | {\"segment\":7,\"user_feedback\":9,\"timestamp\":1}",
            })
    void reportsTheFirstFault(String reason, String document) {
        assertThat(reject(document.replace("\"E\"", '"' + EVENT + '"')).reason().label())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "the document is an array, not one JSON object | [{\"event_id\":\"E\"}]",
                "the document is null, not one JSON object | null",
                "the document is a string, not one JSON object | \"positive\"",
                "the document is cut off | {\"event_id\":\"E\",\"user_feedb",
                "something follows the JSON object | {\"event_id\":\"E\",\"user_feedback\":\"positive\"} {}",
                "the document has event_id twice | {\"event_id\":\"E\",\"event_id\":\"E\"}",
                "feedback_id is empty | {\"feedback_id\":\"\",\"event_id\":\"E\",\"user_feedback\":\"\"}",
                "event_id is missing or null | {\"event_id\":null,\"user_feedback\":\"positive\"}",
                "event_id is an array, not a string | {\"event_id\":[],\"user_feedback\":\"positive\"}",
                "timestamp has a space instead of T | {\"event_id\":\"E\",\"user_feedback\":\"\",\"timestamp\":\"2026-11-20 10:00:00Z\"}",
                "timestamp is on a date that does not exist | {\"event_id\":\"E\",\"user_feedback\":\"\",\"timestamp\":\"2026-02-30T00:00:00Z\"}",
                "timestamp is a number, not a string | {\"event_id\":\"E\",\"user_feedback\":\"\",\"timestamp\":1763625600}",
                "the segment's behavior is a boolean, not a string | {\"event_id\":\"E\",\"user_feedback\":\"\",\"segment\":{\"behavior\":true}}",
                "the segment's behavior is not one that an owner can name | {\"event_id\":\"E\",\"user_feedback\":\"\",\"segment\":{\"behavior\":\"eating\"}}",
            })
    void describesTheFaultWithoutQuotingTheDocument(String message, String document) {
        assertThat(reject(document.replace("\"E\"", '"' + EVENT + '"')).message())
                .isEqualTo(message);
    }

    @Test
    void checksSizeDepthAndEncodingFirst() {
        assertThat(reject(withWords("x".repeat(140_000))).reason()).isEqualTo(RejectReason.SIZE);
        assertThat(reject("{\"a\":".repeat(65)).reason()).isEqualTo(RejectReason.DEPTH);
        assertThat(reject("[".repeat(100_000)).reason()).isEqualTo(RejectReason.DEPTH);
        byte[] latin = withWords("Bär").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Objects.requireNonNull(parser.parse("k", DELIVERED, latin).reject())
                        .reason())
                .isEqualTo(RejectReason.ENCODING);
        assertThat(reject("").message()).isEqualTo("the document is empty");
    }

    @Test
    void limitsTheWrittenLengthOfSegments() {
        String within = "x".repeat(65_536 - "{\"note\":\"\"}".length());
        String document = "{\"event_id\":\"%s\",\"user_feedback\":\"positive\",\"segment\":{\"note\":\"%s\"}}";

        assertThat(feedback(document.formatted(EVENT, within)).voice()).isEqualTo(Voice.POSITIVE);
        assertThat(reject(document.formatted(EVENT, within + "x")).reason()).isEqualTo(RejectReason.SEGMENT);
    }

    @Test
    void keepsTheContentInTheRejectButNotInItsMessage() {
        String words = "my number is 0151 2345678";
        Reject reject = reject("{\"user_feedback\":\"%s\",\"event_id\":\"%s\",\"user_id\":3}".formatted(words, EVENT));

        assertThat(reject.content()).contains(words);
        assertThat(reject.message()).isEqualTo("user_id is a number, not a string");
        assertThat(reject.line()).isNull();
        assertThat(reject.file()).isEqualTo("a/b.json");
        assertThat(reject.deliveryDay()).isEqualTo(DELIVERED);
        assertThat(reject("\"" + "ä".repeat(4_000) + "\"").content().getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(4_090, 4_096);
    }

    @Test
    void refusesInvalidRulesByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeedbackRules(0, 64, 1_000, 65_536, 256))
                .withMessageStartingWith("petty.feedback-rules.document-bytes ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UserKeys(""))
                .withMessageStartingWith("petty.user-key-secret ");
    }

    private static String withWords(String words) {
        return "{\"event_id\":\"%s\",\"user_feedback\":\"%s\"}".formatted(EVENT, words);
    }

    private Feedback feedback(String document) {
        ParsedFeedback parsed = parser.parse("a/b.json", DELIVERED, document.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.reject()).isNull();
        return Objects.requireNonNull(parsed.feedback());
    }

    private Reject reject(String document) {
        ParsedFeedback parsed = parser.parse("a/b.json", DELIVERED, document.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.feedback()).isNull();
        return Objects.requireNonNull(parsed.reject());
    }
}
