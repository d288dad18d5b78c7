package io.petty.readiness;

import io.petty.secret.SecretName;
import io.petty.secret.Secrets;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the secrets of the store, so that checks can search for them where they must not be. */
final class StoredSecrets {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LEAST_CHARACTERS = 16;

    private StoredSecrets() {}

    /** Adds each existing secret of the store to the sensitive texts. */
    static void remember(Secrets secrets, SensitiveTexts sensitive) {
        for (SecretName name : SecretName.values()) {
            secrets.find(name).ifPresent(text -> {
                try {
                    rememberTexts(JSON.readTree(text), name.label(), sensitive);
                } catch (JacksonException e) {
                    // The key of hashes isn't JSON.
                    sensitive.add(name.label(), text);
                }
            });
        }
    }

    /** Adds only private keys and passwords: key ids and times are in the store, too, but also in many other places. */
    private static void rememberTexts(JsonNode node, String label, SensitiveTexts sensitive) {
        node.properties().forEach(member -> {
            String called = member.getKey().toLowerCase(Locale.ROOT);
            boolean secret = called.contains("private") || called.contains("password");
            if (secret && member.getValue().isString()) {
                sensitive.add(label, member.getValue().asString());
            }
        });
        if (node.isString() && node.asString().length() >= LEAST_CHARACTERS) {
            sensitive.add(label, node.asString());
        }
        node.values().forEach(value -> {
            if (value.isObject() || value.isArray()) {
                rememberTexts(value, label, sensitive);
            }
        });
    }
}
