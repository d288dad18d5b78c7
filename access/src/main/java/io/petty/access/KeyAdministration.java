package io.petty.access;

import io.petty.access.AccessAudit.Event;
import io.petty.lake.database.LakeDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Creates, lists and takes back API keys. Each change leaves a line in the audit. */
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
     * @param name what it is for, 1 to 100 characters
     * @param life how long it holds; at most ten years
     * @throws IllegalArgumentException when name, collars, permissions or life make no sense, saying why
     */
    public CreatedKey create(String name, Collection<String> collars, Set<Permission> permissions, Duration life) {
        if (name.isBlank()
                || name.length() > MOST_NAME_CHARACTERS
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A key's name has 1 to %d characters, none of them a control character"
                    .formatted(MOST_NAME_CHARACTERS));
        }
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
        String secret = OpaqueText.secret();
        keys.add(key, secret);
        return new CreatedKey(key, "petty_" + key.id() + "_" + secret);
    }

    /** All keys, the newest first. */
    public List<ApiKey> list() {
        return keys.all();
    }

    /** Takes a key back, at once; false when there is none of this id that counts. */
    public boolean revoke(String id) {
        boolean revoked = keys.revoke(id, now());
        if (revoked) {
            AccessAudit.record(Event.KEY_REVOKED, "key", id);
        }
        return revoked;
    }

    /**
     * Makes a key that may do what another may, for as long as that was made for, and lets the other one end.
     *
     * @param overlap how long the other one still holds; zero for not at all
     * @return empty when there is none of this id that counts
     * @throws IllegalArgumentException when the overlap is negative
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
