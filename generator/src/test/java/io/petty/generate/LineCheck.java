package io.petty.generate;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Checks a raw line against the specification, using a JSON library and no optimizations. */
record LineCheck(@Nullable String reason, String collarId, Instant time, double heartRate, int activity) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static LineCheck of(RawLine line) {
        byte[] bytes = line.text().getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > 65_536) {
            return reject("size");
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            return reject("encoding");
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return reject("json");
            }
            Map<String, Object> fields = object(parser);
            return parser.nextToken() == null ? fields(fields, line.deliveryDay()) : reject("json");
        } catch (StreamConstraintsException e) {
            return reject("depth");
        } catch (JacksonException e) {
            return reject("json");
        }
    }

    private static LineCheck reject(String reason) {
        return new LineCheck(reason, "", Instant.EPOCH, 0, 0);
    }

    /**
     * Returns the fields that aren't null. Strings and numbers keep their values, nested objects become maps, and
     * arrays become a text with a space after each item.
     */
    private static Map<String, Object> object(JsonParser parser) {
        Map<String, Object> fields = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token.isNumeric()) {
                fields.put(name, parser.getDecimalValue());
            } else if (token == JsonToken.VALUE_STRING) {
                fields.put(name, parser.getString());
            } else if (token == JsonToken.START_OBJECT) {
                fields.put(name, object(parser));
            } else if (token == JsonToken.START_ARRAY) {
                StringBuilder items = new StringBuilder();
                for (int depth = 1; depth > 0; ) {
                    JsonToken item = Objects.requireNonNull(parser.nextToken());
                    depth += item.isStructStart() ? 1 : item.isStructEnd() ? -1 : 0;
                    items.append(parser.getString()).append(' ');
                }
                fields.put(name, items.toString());
            } else if (token != JsonToken.VALUE_NULL) {
                fields.put(name, token);
            }
        }
        return fields;
    }

    private static LineCheck fields(Map<String, Object> fields, LocalDate day) {
        if (!(fields.get("collar_id") instanceof String collarId)
                || !collarId.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            return reject("collar_id");
        }
        Instant time;
        try {
            time = fields.get("timestamp") instanceof String written
                    ? OffsetDateTime.parse(written).toInstant()
                    : Instant.MIN;
        } catch (DateTimeException e) {
            time = Instant.MIN;
        }
        if (time.equals(Instant.MIN)) {
            return reject("timestamp");
        }
        Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        if (time.isBefore(midnight.minusSeconds(30 * 86_400)) || time.isAfter(midnight.plusSeconds(25 * 3600))) {
            return reject("timestamp_range");
        }
        double beats = 0;
        if (fields.get("heart_rate") instanceof BigDecimal written) {
            beats = written.doubleValue();
        } else if (fields.get("heart_rate") != null) {
            return reject("heart_rate");
        }
        if (beats != 0 && (beats < 30 || beats > 300)) {
            return reject("heart_rate");
        }
        if (!(fields.get("activity_level") instanceof BigDecimal activity)
                || !Set.of(0.0, 1.0, 2.0).contains(activity.doubleValue())) {
            return reject("activity_level");
        }
        if (fields.get("location") instanceof Map<?, ?> location && !isPoint(location)) {
            return reject("location");
        }
        return new LineCheck(null, collarId, time, beats, activity.intValue());
    }

    private static boolean isPoint(Map<?, ?> location) {
        if (!"Point".equals(location.get("type")) || !(location.get("coordinates") instanceof String written)) {
            return false;
        }
        String[] numbers = written.split(" ", -1);
        return Math.abs(Double.parseDouble(numbers[0])) <= 180 && Math.abs(Double.parseDouble(numbers[1])) <= 90;
    }
}
