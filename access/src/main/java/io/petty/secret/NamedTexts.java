package io.petty.secret;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes named texts as a JSON object. */
final class NamedTexts {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private NamedTexts() {}

    /**
     * Reads an object, skipping members that aren't strings, such as the port that AWS stores with a database login.
     *
     * @throws IllegalArgumentException if the bytes aren't a JSON object; the message contains no part of them
     */
    static SortedMap<String, String> read(byte[] json) {
        JsonNode object;
        try {
            object = JSON.readTree(json);
        } catch (JacksonException e) {
            // The cause is omitted, since its message can quote the secret.
            throw new IllegalArgumentException("not JSON");
        }
        if (!object.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
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
