package io.petty.access;

import io.petty.limits.InterruptibleLock;
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
 * The keys that sign access tokens, kept as a secret and made before the first token is. A new key is published before it
 * signs, and the one before verifies until its last tokens are out. Safe for use by several threads.
 */
public final class SigningKeys {
    private static final TypeReference<List<SigningKey.Stored>> STORED = new TypeReference<>() {};

    /** After this the secret is looked at again, in case that another than Petty changed it. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** The minimum interval between reloads of the secret that unknown key ids cause. */
    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(5);

    private final Secrets secrets;
    private final AccessSettings settings;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    private final InterruptibleLock asking = new InterruptibleLock();
    private volatile Known known = new Known(List.of(), "", Instant.MIN, Instant.MIN);

    private record Known(List<SigningKey> keys, String text, Instant readAt, Instant searchedAt) {}

    public SigningKeys(Secrets secrets, AccessSettings settings, Clock clock) {
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
    }

    /** The key that signs now, made where there is none. To be asked for before a transaction, never within one. */
    SigningKey signing() {
        AccessDatabase.requireNoTransaction("The signing key was asked for");
        return newestSigning(keys(), clock.instant()).orElseGet(this::firstSigning);
    }

    /** One thread makes the key and the others wait for it; no lock is held in the store of secrets meanwhile. */
    private SigningKey firstSigning() {
        Instant now = clock.instant();
        return asking.hold(() -> {
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

    /** The key of a name, as far as it verifies now and is known. */
    Optional<SigningKey> verifying(String kid) {
        Instant now = clock.instant();
        return keys().stream()
                .filter(key -> key.kid().equals(kid) && key.verifies(now))
                .findFirst();
    }

    /** The same, but a name that isn't known is looked for in the store of secrets, though not each time. */
    Optional<SigningKey> search(String kid) {
        Optional<SigningKey> key = verifying(kid);
        if (key.isPresent() || !maySearch()) {
            return key;
        }
        return asking.hold(() -> {
            // Another call may have asked while this one waited for the lock.
            if (maySearch()) {
                reload();
            }
            return verifying(kid);
        });
    }

    private boolean maySearch() {
        return !clock.instant().isBefore(known.searchedAt().plus(BETWEEN_SEARCHES));
    }

    /** Asks the store of secrets now. */
    void reload() {
        AccessDatabase.requireNoTransaction("The store of secrets was asked for signing keys");
        asking.hold(() -> {
            Instant now = clock.instant();
            take(secrets.findNow(SecretName.SIGNING_KEYS).orElse(""));
            return noteSearch(now);
        });
    }

    private synchronized Known noteSearch(Instant at) {
        known = new Known(known.keys(), known.text(), at, at);
        return known;
    }

    /** All keys whose tokens count now or will, as a JWK set. */
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
     * Makes a key that follows those there are. Two rotations at once, in whatever processes, come one after the other.
     *
     * @param atOnce whether it signs now, and the others are no longer known at all
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
            // With no key there is nothing to overlap with.
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
        AccessDatabase.requireNoTransaction("The store of secrets was asked for signing keys");
        return take(secrets.find(SecretName.SIGNING_KEYS).orElse("")).keys();
    }

    private synchronized Known take(String text) {
        List<SigningKey> keys = text.equals(known.text()) ? known.keys() : parsed(text);
        known = new Known(keys, text, clock.instant(), known.searchedAt());
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
            // A message of the parser's could repeat a part of a key.
            throw new IllegalStateException(
                    "The secret %s is no list of signing keys: put it back as it was, or remove it to begin with a new key; then all access tokens end"
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
