package io.petty.access;

import static io.petty.access.AccessDatabase.instant;
import static io.petty.access.AccessDatabase.requiredInstant;
import static io.petty.access.AccessDatabase.time;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The records of API keys. */
final class KeyRecords {
    /** The time for which expired and revoked keys are kept, so that they can be listed. */
    private static final Duration KEPT = Duration.ofDays(90);

    private static final String KEYS = "select k.*, (select string_agg(c.collar_id, ',') from api_key_collars c"
            + " where c.key_id = k.key_id) as collars from api_keys k";

    private final AccessDatabase database;

    KeyRecords(AccessDatabase database) {
        this.database = database;
    }

    void add(ApiKey key, String secret) {
        database.inTransaction(() -> {
            database.sql("insert into api_keys (key_id, name, secret_hash, permissions, created_at, expires_at)"
                            + " values (?, ?, ?, ?, ?, ?)")
                    .params(
                            key.id(),
                            key.name(),
                            OpaqueText.hash(secret),
                            Permission.scope(key.permissions()),
                            time(key.createdAt()),
                            time(key.expiresAt()))
                    .update();
            for (String collar : key.collars()) {
                database.sql("insert into api_key_collars (key_id, collar_id) values (?, ?)")
                        .params(key.id(), collar)
                        .update();
            }
            return key;
        });
    }

    /** Finds a key by its id if the secret matches. */
    Optional<ApiKey> find(String id, String secret) {
        Optional<String> hash = database.sql("select secret_hash from api_keys where key_id = ?")
                .param(id)
                .query(String.class)
                .optional();
        byte[] known = hash.orElse("").getBytes(StandardCharsets.US_ASCII);
        byte[] given = OpaqueText.hash(secret).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(known, given) ? find(id) : Optional.empty();
    }

    Optional<ApiKey> find(String id) {
        return database.sql(KEYS + " where k.key_id = ?")
                .param(id)
                .query((row, number) -> key(row))
                .optional();
    }

    /** Returns all keys, the newest first. */
    List<ApiKey> all() {
        return database.sql(KEYS + " order by k.created_at desc, k.key_id")
                .query((row, number) -> key(row))
                .list();
    }

    /** Revokes a key; returns false if it is unknown, expired or already revoked. */
    boolean revoke(String id, Instant now) {
        return database.inTransaction(() -> {
            int revoked = database.sql("update api_keys set revoked_at = ? where key_id = ? and revoked_at is null"
                            + " and expires_at > ?")
                    .params(time(now), id, time(now))
                    .update();
            if (revoked > 0) {
                database.raiseVersion();
            }
            return revoked > 0;
        });
    }

    /** Makes a key expire at a given time, unless it expires earlier. */
    void endAt(String id, Instant end) {
        database.inTransaction(() -> {
            int ended = database.sql("update api_keys set expires_at = ? where key_id = ? and expires_at > ?")
                    .params(time(end), id, time(end))
                    .update();
            database.raiseVersion();
            return ended;
        });
    }

    void used(String id, Instant at) {
        database.sql("update api_keys set last_used_at = ? where key_id = ? and (last_used_at is null"
                        + " or last_used_at < ?)")
                .params(time(at), id, time(at))
                .update();
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("key_id"),
                row.getString("name"),
                AccessDatabase.names(row.getString("collars")),
                Permission.ofScope(row.getString("permissions")),
                requiredInstant(row, "created_at"),
                requiredInstant(row, "expires_at"),
                instant(row, "revoked_at"),
                instant(row, "last_used_at"));
    }

    /** Deletes keys that expired or were revoked more than 90 days ago. */
    void clean(Instant now) {
        database.sql("delete from api_keys where expires_at < ? or revoked_at < ?")
                .params(time(now.minus(KEPT)), time(now.minus(KEPT)))
                .update();
    }
}
