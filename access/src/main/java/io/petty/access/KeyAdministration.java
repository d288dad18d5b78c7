package io.petty.access;

import io.petty.access.AccessAudit.Event;
import io.petty.lake.database.LakeDatabase;
import io.petty.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Creates, lists, rotates and revokes API keys. Each change writes a line to the audit log. */
public final class KeyAdministration {
    private static final Duration LONGEST = Duration.ofDays(3660);
    private static final int MOST_NAME_CHARACTERS = 100;

    private final KeyRecords keys;
    private final AccessSettings settings;
    private final Clock clock;

    public KeyAdministration(LakeDatabase lake, AccessSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        keys = new KeyRecords(new AccessDatabase(lake));
    }

    /**
     * Creates a key.
     *
     * @param name the purpose of the key, 1 to 100 characters
     * @param life the time until it expires; at most ten years
     * @throws IllegalArgumentException if the name, the collars, the permissions or the life are invalid
     */
    public CreatedKey create(String name, Collection<String> collars, Set<Permission> permissions, Duration life) {
        AccessSettings.checkText("The name of a key", name, MOST_NAME_CHARACTERS);
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A key must expire in the future, within ten years");
        }
        Grant grant = Grant.of(collars, permissions, settings);
        keys.clean(now());
        CreatedKey created = add(name, grant, life);
        AccessAudit.record(Event.KEY_CREATED, "key", created.key().id());
        return created;
    }

    private CreatedKey add(String name, Grant grant, Duration life) {
        Instant now = now();
        ApiKey key = new ApiKey(
                OpaqueText.id(), name, grant.collars(), grant.permissions(), now, now.plus(life), null, null);
        String secret = Secrets.random();
        keys.add(key, secret);
        return new CreatedKey(key, "petty_" + key.id() + "_" + secret);
    }

    /** Returns all keys, the newest first. */
    public List<ApiKey> list() {
        return keys.all();
    }

    /** Revokes a key; returns false if it is unknown, expired or already revoked. */
    public boolean revoke(String id) {
        boolean revoked = keys.revoke(id, now());
        if (revoked) {
            AccessAudit.record(Event.KEY_REVOKED, "key", id);
        }
        return revoked;
    }

    /**
     * Replaces a key with a new one that has the same permissions, collars and life.
     *
     * @param overlap the time for which the old key stays valid; zero to revoke it now
     * @return empty if the old key is unknown, expired or revoked
     * @throws IllegalArgumentException if the overlap is negative
     */
    public Optional<CreatedKey> rotate(String id, Duration overlap) {
        if (overlap.isNegative()) {
            throw new IllegalArgumentException("The overlap must not be negative");
        }
        Instant now = now();
        return keys.find(id)
                .filter(key -> key.revokedAt() == null && now.isBefore(key.expiresAt()))
                .map(key -> {
                    CreatedKey created = add(
                            key.name(),
                            new Grant(key.collars(), key.permissions()),
                            Duration.between(key.createdAt(), key.expiresAt()));
                    if (overlap.isZero()) {
                        keys.revoke(id, now);
                    } else {
                        keys.endAt(id, now.plus(overlap));
                    }
                    AccessAudit.record(
                            Event.KEY_ROTATED,
                            "key",
                            id,
                            "new_key",
                            created.key().id());
                    return created;
                });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
