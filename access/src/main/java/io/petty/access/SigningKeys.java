package io.petty.access;

import io.petty.limits.InterruptibleLock;
import io.petty.secret.SecretException;
import io.petty.secret.SecretName;
import io.petty.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys that sign access tokens, stored as a secret. The first key is generated when it is needed. A new key is
 * published before it signs. The previous key verifies until the last tokens that it signed expire. Safe for use by
 * several threads.
 */
public final class SigningKeys {
    private static final TypeReference<List<SigningKey.Stored>> STORED = new TypeReference<>() {};

    /** The time after which the secret is read again, in case it was changed outside Petty. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** The minimum interval between reloads caused by unknown key ids. */
    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(5);

    private final Secrets secrets;
    private final AccessSettings settings;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    private final InterruptibleLock reading = new InterruptibleLock();
    private volatile Known known = new Known(List.of(), "", Instant.MIN);
    private volatile Instant reloadedAt = Instant.MIN;

    private record Known(List<SigningKey> keys, String text, Instant readAt) {}

    public SigningKeys(Secrets secrets, AccessSettings settings, Clock clock) {
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
    }

    /** Returns the key that signs now, generating it if there is none. Must not be called within a transaction. */
    SigningKey signing() {
        AccessDatabase.requireNoTransaction("The signing key was requested");
        Instant now = clock.instant();
        return newestSigning(keys(), now).orElseGet(() -> firstSigning(now));
    }

    /** One thread generates the key while the others wait. The store of secrets isn't locked meanwhile. */
    private SigningKey firstSigning(Instant now) {
        return reading.hold(() -> {
            reload();
            return newestSigning(known.keys(), now).orElseGet(() -> makeFirst(now));
        });
    }

    private SigningKey makeFirst(Instant now) {
        SigningKey made = SigningKey.make(now, now);
        String text = secrets.change(SecretName.SIGNING_KEYS, current -> {
            List<SigningKey> keys = parsed(current);
            return newestSigning(keys, now).isPresent() ? current : written(keys, made);
        });
        return newestSigning(take(text).keys(), now).orElseThrow();
    }

    /** Returns the key with an id; empty if it is unknown to this process or no longer verifies. */
    Optional<SigningKey> verifying(String kid) {
        Instant now = clock.instant();
        return keys().stream()
                .filter(key -> key.kid().equals(kid) && key.verifies(now))
                .findFirst();
    }

    /** Returns the key with an id. If the id is unknown, reads the store of secrets, at most once every 5 seconds. */
    Optional<SigningKey> search(String kid) {
        Optional<SigningKey> key = verifying(kid);
        if (key.isPresent() || !maySearch()) {
            return key;
        }
        return reading.hold(() -> {
            // Another call may have read the store while this one waited for the lock.
            if (maySearch()) {
                reload();
            }
            return verifying(kid);
        });
    }

    private boolean maySearch() {
        return !clock.instant().isBefore(reloadedAt.plus(BETWEEN_SEARCHES));
    }

    /** Reads the store of secrets now. */
    void reload() {
        AccessDatabase.requireNoTransaction("The signing keys were read from the store of secrets");
        reading.hold(() -> {
            Known taken = take(secrets.findNow(SecretName.SIGNING_KEYS).orElse(""));
            reloadedAt = taken.readAt();
            return taken;
        });
    }

    /** Returns the keys as a JWK set: those that verify current tokens, and a new key that will sign soon. */
    Map<String, Object> published() {
        signing();
        Instant now = clock.instant();
        return Map.of(
                "keys",
                keys().stream()
                        .filter(key -> key.verifies(now))
                        .map(SigningKey::published)
                        .toList());
    }

    /**
     * Adds a new key. Concurrent rotations, even in different processes, take effect one after another.
     *
     * @param atOnce true to sign with the new key now and remove the others
     */
    SigningKeyRotation rotate(boolean atOnce) {
        Instant now = clock.instant();
        Instant signsFrom = atOnce ? now : now.plus(settings.signingKeyOverlap());
        SigningKey made = SigningKey.make(now, signsFrom);
        List<String> dropped = new ArrayList<>();
        String text = secrets.change(SecretName.SIGNING_KEYS, current -> {
            List<SigningKey> keys = parsed(current);
            dropped.clear();
            if (atOnce) {
                keys.forEach(key -> dropped.add(key.kid()));
                return written(List.of(), made);
            }
            Instant out = signsFrom.plus(settings.accessTokenLife()).plus(settings.clockSkew());
            List<SigningKey> kept = keys.stream()
                    .filter(key -> key.verifies(now))
                    .map(key -> key.verifiesUntil() == null ? key.until(out) : key)
                    .toList();
            // The first key needs no overlap.
            return written(kept, kept.isEmpty() ? made.from(now) : made);
        });
        Known taken = take(text);
        SigningKey newest = taken.keys().get(taken.keys().size() - 1);
        return new SigningKeyRotation(newest.kid(), newest.signsFrom(), List.copyOf(dropped));
    }

    private List<SigningKey> keys() {
        if (clock.instant().isBefore(known.readAt().plus(FRESH))) {
            return known.keys();
        }
        AccessDatabase.requireNoTransaction("The signing keys were read from the store of secrets");
        return take(secrets.find(SecretName.SIGNING_KEYS).orElse("")).keys();
    }

    private synchronized Known take(String text) {
        List<SigningKey> keys = text.equals(known.text()) ? known.keys() : parsed(text);
        known = new Known(keys, text, clock.instant());
        return known;
    }

    private static Optional<SigningKey> newestSigning(List<SigningKey> keys, Instant now) {
        return keys.stream().filter(key -> key.signs(now)).max(Comparator.comparing(SigningKey::signsFrom));
    }

    private List<SigningKey> parsed(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        try {
            return json.readValue(text, STORED).stream()
                    .map(SigningKey.Stored::key)
                    .toList();
        } catch (JacksonException | IllegalArgumentException e) {
            // The cause is omitted, since its message can contain part of a key.
            throw new SecretException(
                    "The secret %s isn't a list of signing keys: restore it, or delete it to start with a new key, which invalidates all access tokens"
                            .formatted(SecretName.SIGNING_KEYS.label()));
        }
    }

    private String written(List<SigningKey> keys, SigningKey newest) {
        List<SigningKey.Stored> stored = new ArrayList<>();
        keys.forEach(key -> stored.add(key.stored()));
        stored.add(newest.stored());
        return json.writeValueAsString(stored);
    }
}
