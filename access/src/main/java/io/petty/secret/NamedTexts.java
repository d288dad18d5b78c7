package io.petty.secret;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** A JSON object of texts, as encrypted files hold it. */
final class NamedTexts {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // A parser's message could repeat what is secret.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private NamedTexts() {}

    /** @throws IllegalArgumentException when it is anything else; the message tells nothing of it */
    static SortedMap<String, String> read(byte[] json) {
        SortedMap<String, String> texts = new TreeMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    texts.put(name, parser.getString());
                } else {
                    // Such as the port and the engine, which AWS puts beside a database's user and password.
                    parser.skipChildren();
                }
            }
            return texts;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no JSON");
        }
    }

    static byte[] write(Map<String, String> texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            texts.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
