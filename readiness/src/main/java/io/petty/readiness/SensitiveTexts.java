package io.petty.readiness;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Texts that must not appear in logs, traces, metrics or reports: tokens, keys and ids that the checks use.
 * Thread-safe.
 */
public final class SensitiveTexts implements UnaryOperator<String> {
    /** Shorter texts occur by chance. */
    private static final int LEAST_CHARACTERS = 6;

    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();

    /** Adds a secret and returns it. */
    synchronized String add(String kind, String secret) {
        if (secret.length() >= LEAST_CHARACTERS) {
            kinds.put(secret, kind);
            secrets.put(secret, kind);
        }
        return secret;
    }

    /** Adds an id and returns it. Unlike a secret, an id may be stored in the home. */
    synchronized String addId(String kind, String id) {
        if (id.length() >= LEAST_CHARACTERS) {
            kinds.put(id, kind);
        }
        return id;
    }

    /** Returns the secrets with their kinds. */
    synchronized Map<String, String> secrets() {
        return Map.copyOf(secrets);
    }

    /** Returns the kind of the first sensitive text found in a text. */
    synchronized Optional<String> foundIn(String text) {
        return kinds.entrySet().stream()
                .filter(entry -> text.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    synchronized int size() {
        return kinds.size();
    }

    /** Replaces each sensitive text in a text with its kind. */
    @Override
    public synchronized String apply(String text) {
        String cleaned = text;
        for (Map.Entry<String, String> entry : kinds.entrySet()) {
            cleaned = cleaned.replace(entry.getKey(), "[" + entry.getValue() + "]");
        }
        return cleaned;
    }
}
