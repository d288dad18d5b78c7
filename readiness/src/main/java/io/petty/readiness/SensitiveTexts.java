package io.petty.readiness;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What must be in no log, trace, figure or report: tokens, keys, ids that were used by the checks. Safe for threads. */
public final class SensitiveTexts implements UnaryOperator<String> {
    /** Shorter ones would be found by chance. */
    private static final int LEAST_CHARACTERS = 6;

    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();

    /** Remembers what gives its holder access, and gives it back. */
    synchronized String add(String kind, String secret) {
        if (secret.length() >= LEAST_CHARACTERS) {
            kinds.put(secret, kind);
            secrets.put(secret, kind);
        }
        return secret;
    }

    /** Remembers whom or what data is of, which may stand in a home, and gives it back. */
    synchronized String addId(String kind, String id) {
        if (id.length() >= LEAST_CHARACTERS) {
            kinds.put(id, kind);
        }
        return id;
    }

    /** The secrets among them, each with its kind. */
    synchronized Map<String, String> secrets() {
        return Map.copyOf(secrets);
    }

    /** Which kind of them is in a text; never the text itself. */
    synchronized Optional<String> foundIn(String text) {
        return kinds.entrySet().stream()
                .filter(entry -> text.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    synchronized int size() {
        return kinds.size();
    }

    /** A text without any of them. */
    @Override
    public synchronized String apply(String text) {
        String cleaned = text;
        for (Map.Entry<String, String> entry : kinds.entrySet()) {
            cleaned = cleaned.replace(entry.getKey(), "[" + entry.getValue() + "]");
        }
        return cleaned;
    }
}
