package io.petty.readiness;

import io.petty.secret.SecretName;
import io.petty.secret.Secrets;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads the secrets of the store, so that checks can search for them where they must not be. */
final class StoredSecrets {
    private StoredSecrets() {}

    /** Adds each existing secret of the store to the sensitive texts. */
    static void remember(Secrets secrets, SensitiveTexts sensitive) {
        for (SecretName name : SecretName.values()) {
            secrets.find(name).ifPresent(text -> {
                JsonNode json = ApiAnswer.parse(text);
                if (json.isContainer()) {
                    rememberMembers(json, name.label(), sensitive);
                } else {
                    sensitive.add(name.label(), text);
                }
            });
        }
    }

    /** Adds only private keys and passwords. Key ids and times, which are in the store too, may appear elsewhere. */
    private static void rememberMembers(JsonNode node, String label, SensitiveTexts sensitive) {
        node.properties().forEach(member -> {
            String called = member.getKey().toLowerCase(Locale.ROOT);
            if ((called.contains("private") || called.contains("password"))
                    && member.getValue().isString()) {
                sensitive.add(label, member.getValue().asString());
            }
        });
        node.values().forEach(value -> rememberMembers(value, label, sensitive));
    }
}
