package io.petty.feedback;

import io.petty.raw.JsonDepth;
import io.petty.raw.Reject;
import io.petty.raw.RejectReason;
import io.petty.raw.TimestampFault;
import io.petty.raw.TimestampText;
import io.petty.raw.Utf8Text;
import io.petty.timeline.EventId;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Parses and validates feedback documents: first the document as a whole, then its fields in the order of the
 * specification. The first fault becomes the reason. Messages never quote a document, since its text is private. Not
 * safe for use by several threads at once.
 */
public final class FeedbackParser {
    private static final int CONTENT_BYTES = 4_096;

    private final FeedbackRules rules;
    private final UserKeys users;
    private final JsonFactory json;

    public FeedbackParser(FeedbackRules rules, UserKeys users) {
        this.rules = rules;
        this.users = users;
        // The document's size and depth have been checked, so these limits are never reached.
        this.json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(rules.depth())
                        .maxNameLength(rules.documentBytes())
                        .maxNumberLength(rules.documentBytes())
                        .maxStringLength(rules.documentBytes())
                        .build())
                .build();
    }

    /** The fault of a document. */
    private static final class FaultException extends Exception {
        private static final long serialVersionUID = 1L;

        private final RejectReason reason;

        private FaultException(RejectReason reason, String wrong) {
            super(wrong, null, false, false);
            this.reason = reason;
        }
    }

    /** The fields that the parser uses, as written. Keeps the first fault in the order of the fields. */
    private static final class Fields {
        private static final List<RejectReason> ORDER = List.of(
                RejectReason.FEEDBACK_ID,
                RejectReason.EVENT_ID,
                RejectReason.USER_FEEDBACK,
                RejectReason.TIMESTAMP,
                RejectReason.USER_ID,
                RejectReason.SEGMENT);

        private @Nullable String feedbackId;
        private @Nullable String eventId;
        private @Nullable String words;
        private @Nullable String timestamp;
        private @Nullable String userId;
        private @Nullable String behavior;
        private final Set<String> seen = new HashSet<>();
        private @Nullable FaultException fault;

        /** Records a fault, unless an earlier field in the order of the specification has one. */
        private void fault(RejectReason reason, String wrong) {
            if (fault == null || ORDER.indexOf(reason) < ORDER.indexOf(fault.reason)) {
                fault = new FaultException(reason, wrong);
            }
        }
    }

    /**
     * Parses a document.
     *
     * @param key the document's key below the root
     * @param deliveryDay the day under which a reject is listed
     * @param bytes the document; if it is too long, its first bytes suffice, up to one more than allowed
     */
    public ParsedFeedback parse(String key, LocalDate deliveryDay, byte[] bytes) {
        try {
            return new ParsedFeedback(feedback(key, bytes), null);
        } catch (FaultException e) {
            String content = Utf8Text.start(bytes, 0, bytes.length, CONTENT_BYTES);
            return new ParsedFeedback(
                    null, new Reject(deliveryDay, key, null, e.reason, String.valueOf(e.getMessage()), content));
        }
    }

    private Feedback feedback(String key, byte[] bytes) throws FaultException {
        if (bytes.length > rules.documentBytes()) {
            throw new FaultException(
                    RejectReason.SIZE, "the document is longer than %,d bytes".formatted(rules.documentBytes()));
        }
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        int from = marked ? 3 : 0;
        int broken = Utf8Text.firstBroken(bytes, from, bytes.length);
        if (broken < bytes.length) {
            throw new FaultException(
                    RejectReason.ENCODING, "the document is not UTF-8, from byte %d on".formatted(broken + 1));
        }
        if (JsonDepth.isBeyond(bytes, from, bytes.length, rules.depth())) {
            throw new FaultException(
                    RejectReason.DEPTH, "the document is nested deeper than %d".formatted(rules.depth()));
        }
        Fields fields = fields(bytes, from);
        Feedback feedback = judged(key, bytes, fields);
        if (fields.fault != null || feedback == null) {
            throw fields.fault != null
                    ? fields.fault
                    : new FaultException(RejectReason.JSON, "the document has none of the feedback fields");
        }
        return feedback;
    }

    private Fields fields(byte[] bytes, int from) throws FaultException {
        Fields fields = new Fields();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), bytes, from, bytes.length - from)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new FaultException(
                        RejectReason.JSON,
                        first == null
                                ? "the document is empty"
                                : "the document is %s, not one JSON object".formatted(type(first)));
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "feedback_id" -> fields.feedbackId = id(parser, value, fields, name, RejectReason.FEEDBACK_ID);
                    case "event_id" -> fields.eventId = text(parser, value, fields, name, RejectReason.EVENT_ID);
                    case "user_feedback" ->
                        fields.words = text(parser, value, fields, name, RejectReason.USER_FEEDBACK);
                    case "timestamp" -> fields.timestamp = text(parser, value, fields, name, RejectReason.TIMESTAMP);
                    case "user_id" -> fields.userId = id(parser, value, fields, name, RejectReason.USER_ID);
                    case "segment" -> segment(parser, value, fields, name);
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new FaultException(RejectReason.JSON, "something follows the JSON object");
            }
        } catch (UnexpectedEndOfInputException e) {
            throw new FaultException(RejectReason.JSON, "the document is cut off");
        } catch (JacksonException e) {
            long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
            throw new FaultException(
                    RejectReason.JSON,
                    "the document is not JSON" + (at < 0 ? "" : ", from byte %d on".formatted(at + 1)));
        }
        return fields;
    }

    private static void once(Fields fields, String name) throws FaultException {
        if (!fields.seen.add(name)) {
            throw new FaultException(RejectReason.JSON, "the document has %s twice".formatted(name));
        }
    }

    /** Reads a string; null if it is missing or null. */
    private static @Nullable String text(
            JsonParser parser, JsonToken value, Fields fields, String name, RejectReason reason) throws FaultException {
        once(fields, name);
        if (value == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        if (value != JsonToken.VALUE_NULL) {
            fields.fault(reason, "%s is %s, not a string".formatted(name, type(value)));
            parser.skipChildren();
        }
        return null;
    }

    private @Nullable String id(JsonParser parser, JsonToken value, Fields fields, String name, RejectReason reason)
            throws FaultException {
        String id = text(parser, value, fields, name, reason);
        if (id == null) {
            return null;
        }
        int characters = id.codePointCount(0, id.length());
        if (characters < 1 || characters > rules.idCharacters()) {
            fields.fault(
                    reason,
                    characters < 1
                            ? name + " is empty"
                            : "%s has %,d characters, at most %,d are allowed"
                                    .formatted(name, characters, rules.idCharacters()));
            return null;
        }
        if (id.codePoints().anyMatch(FeedbackParser::isUnfit)) {
            fields.fault(reason, name + " has a control character or an unpaired surrogate");
            return null;
        }
        return id;
    }

    private static boolean isUnfit(int character) {
        return Character.isISOControl(character)
                || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }

    private void segment(JsonParser parser, JsonToken value, Fields fields, String name) throws FaultException {
        once(fields, name);
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            fields.fault(RejectReason.SEGMENT, "segment is %s, not an object".formatted(type(value)));
            parser.skipChildren();
            return;
        }
        long start = parser.currentTokenLocation().getByteOffset();
        boolean named = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean behavior = parser.currentName().equals("behavior");
            JsonToken member = parser.nextToken();
            if (!behavior) {
                parser.skipChildren();
                continue;
            }
            if (named) {
                fields.fault(RejectReason.SEGMENT, "the segment has behavior twice");
            }
            named = true;
            if (member == JsonToken.VALUE_STRING && Feedback.BEHAVIORS.contains(parser.getString())) {
                fields.behavior = parser.getString();
            } else if (member != JsonToken.VALUE_NULL) {
                fields.fault(
                        RejectReason.SEGMENT,
                        member == JsonToken.VALUE_STRING
                                ? "the segment's behavior is not one that an owner can name"
                                : "the segment's behavior is %s, not a string".formatted(type(member)));
                parser.skipChildren();
            }
        }
        long length = parser.currentLocation().getByteOffset() - start;
        if (length > rules.segmentBytes()) {
            fields.fault(
                    RejectReason.SEGMENT,
                    "segment has %,d bytes, at most %,d are allowed".formatted(length, rules.segmentBytes()));
        }
    }

    private static String type(JsonToken value) {
        return switch (value) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_STRING -> "a string";
            case VALUE_NULL -> "null";
            default -> "a number";
        };
    }

    /** Returns the feedback, or null if a field has a fault. */
    private @Nullable Feedback judged(String key, byte[] bytes, Fields fields) {
        String eventId = fields.eventId;
        LocalDate day = eventId == null ? null : EventId.day(eventId).orElse(null);
        if (day == null) {
            fields.fault(
                    RejectReason.EVENT_ID,
                    eventId == null ? "event_id is missing or null" : "event_id is not evt_ and 24 hex digits");
        }
        String words = fields.words;
        if (words == null) {
            fields.fault(RejectReason.USER_FEEDBACK, "user_feedback is missing or null");
        } else if (words.codePointCount(0, words.length()) > rules.textCharacters()) {
            fields.fault(
                    RejectReason.USER_FEEDBACK,
                    "user_feedback has %,d characters, at most %,d are allowed"
                            .formatted(words.codePointCount(0, words.length()), rules.textCharacters()));
        }
        long timestamp = 0;
        if (fields.timestamp != null) {
            byte[] text = fields.timestamp.getBytes(StandardCharsets.UTF_8);
            timestamp = TimestampText.epochMillis(text, 0, text.length);
            if (timestamp == TimestampText.INVALID) {
                fields.fault(RejectReason.TIMESTAMP, "timestamp " + TimestampFault.of(fields.timestamp));
            }
        } else if (day != null) {
            timestamp = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        }
        if (fields.fault != null || eventId == null || words == null) {
            return null;
        }
        return new Feedback(
                fields.feedbackId == null ? DigestUtils.sha256Hex(bytes) : fields.feedbackId,
                eventId,
                fields.userId == null ? null : users.of(fields.userId),
                voice(words),
                fields.behavior,
                timestamp,
                key,
                null);
    }

    private static Voice voice(String words) {
        return switch (words) {
            case "positive" -> Voice.POSITIVE;
            case "negative" -> Voice.NEGATIVE;
            default -> Voice.NONE;
        };
    }
}
