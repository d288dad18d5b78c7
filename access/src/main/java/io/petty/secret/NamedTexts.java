package io.petty.secret;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Texts by name as a JSON object. */
final class NamedTexts {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private NamedTexts() {}

    /**
     * Reads an object and skips its members that aren't texts, such as the port that AWS stores with a database login.
     *
     * @throws IllegalArgumentException if it isn't a JSON object; the message and the cause contain nothing of it
     */
    static SortedMap<String, String> read(byte[] json) {
        JsonNode object;
        try {
            object = JSON.readTree(json);
        } catch (JacksonException e) {
            // Without the cause, whose message can quote the secret.
            throw new IllegalArgumentException("no JSON");
        }
        if (!object.isObject()) {
            throw new IllegalArgumentException("no JSON object");
        }
        SortedMap<String, String> texts = new TreeMap<>();
        object.forEachEntry((name, value) -> {
            if (value.isString()) {
                texts.put(name, value.stringValue());
            }
        });
        return texts;
    }

    static byte[] write(Map<String, String> texts) {
        return JSON.writeValueAsBytes(texts);
    }
}
