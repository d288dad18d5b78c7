package io.petty.access;

import static io.petty.access.AccessDatabase.instant;
import static io.petty.access.AccessDatabase.requiredInstant;
import static io.petty.access.AccessDatabase.time;

import io.petty.access.InvalidCredentialException.Reason;
import io.petty.secret.Secrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records of tokens: families, hashes of refresh tokens and sign-in codes, and revocations. */
final class TokenRecords {
    /** The time for which expired records are kept, so that they can be listed. */
    private static final Duration KEPT = Duration.ofDays(1);

    /** The time for which an attempt to refresh may be repeated; longer than the web page waits for an answer. */
    private static final Duration AGAIN_WITHIN = Duration.ofMinutes(2);

    private static final String TOKEN = "token";
    private static final String SIGNING_KEY = "signing-key";

    private final AccessDatabase database;

    TokenRecords(AccessDatabase database) {
        this.database = database;
    }

    /** Adds a family. The caller adds its first token or code in the same transaction. */
    TokenFamily begin(String userKey, Grant grant, Instant now, Instant expiresAt) {
        String id = OpaqueText.id();
        database.sql("insert into token_families (family_id, user_key, permissions, created_at, expires_at)"
                        + " values (?, ?, ?, ?, ?)")
                .params(id, userKey, Permission.scope(grant.permissions()), time(now), time(expiresAt))
                .update();
        for (String collar : grant.collars()) {
            database.sql("insert into token_family_collars (family_id, collar_id) values (?, ?)")
                    .params(id, collar)
                    .update();
        }
        return new TokenFamily(id, userKey, grant.collars(), grant.permissions(), now, expiresAt, null, null);
    }

    void addCode(String code, TokenFamily family, Instant expiresAt) {
        database.sql("insert into sign_in_codes (code_hash, family_id, expires_at) values (?, ?, ?)")
                .params(OpaqueText.hash(code), family.id(), time(expiresAt))
                .update();
    }

    void addRefreshToken(NextToken token, Instant now, Instant expiresAt) {
        String follows = token.follows();
        database.sql("insert into refresh_tokens (token_hash, family_id, follows, issued_at, expires_at)"
                        + " values (?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        OpaqueText.hash(token.text()),
                        token.family().id(),
                        follows == null ? null : OpaqueText.hash(follows),
                        time(now),
                        time(expiresAt)))
                .update();
    }

    /** Extends a family until its newest token expires. */
    void extend(TokenFamily family, Instant expiresAt) {
        database.sql("update token_families set expires_at = ? where family_id = ? and expires_at < ?")
                .params(time(expiresAt), family.id(), time(expiresAt))
                .update();
    }

    /**
     * Uses a sign-in code. If several calls use the same code, one succeeds.
     *
     * @throws InvalidCredentialException if the code is expired, used, revoked or unknown
     */
    NextToken useCode(String code, Instant now) throws InvalidCredentialException {
        String hash = OpaqueText.hash(code);
        int used = database.sql("update sign_in_codes set used_at = ? where code_hash = ? and used_at is null"
                        + " and expires_at > ? and exists (select 1 from token_families"
                        + " where token_families.family_id = sign_in_codes.family_id and revoked_at is null)")
                .params(time(now), hash, time(now))
                .update();
        if (used == 1) {
            String family = database.sql("select family_id from sign_in_codes where code_hash = ?")
                    .param(hash)
                    .query(String.class)
                    .single();
            return NextToken.random(family(family).orElseThrow(), null);
        }
        boolean expired = database.sql(
                        "select 1 from sign_in_codes where code_hash = ? and used_at is null and expires_at <= ?")
                .params(hash, time(now))
                .query(Integer.class)
                .optional()
                .isPresent();
        throw new InvalidCredentialException(expired ? Reason.EXPIRED : Reason.REVOKED);
    }

    /**
     * Exchanges a refresh token for its successor. Must run in a transaction of the caller. The transaction locks the
     * token for all processes. A used token is exchanged again for the same successor if the same attempt used it less
     * than two minutes ago and the successor is unused.
     *
     * @param attempt the caller's secret id of the attempt; null for none
     * @throws InvalidCredentialException if the token is expired, used, revoked or unknown
     */
    NextToken useRefreshToken(String token, @Nullable String attempt, Instant now) throws InvalidCredentialException {
        String hash = OpaqueText.hash(token);
        RefreshToken known = database.sql("select family_id, expires_at, used_at, attempt_hash, successor_salt"
                        + " from refresh_tokens where token_hash = ? for update")
                .param(hash)
                .query((row, number) -> refreshToken(row))
                .optional()
                .orElseThrow(() -> new InvalidCredentialException(Reason.REVOKED));
        if (known.usedAt() == null && !known.expiresAt().isAfter(now)) {
            throw new InvalidCredentialException(Reason.EXPIRED);
        }
        TokenFamily family = family(known.family()).orElseThrow();
        if (family.revokedAt() != null) {
            throw new InvalidCredentialException(Reason.REVOKED);
        }
        if (known.usedAt() != null) {
            return repeat(token, attempt, known, family, now);
        }
        String salt = attempt == null ? null : Secrets.random();
        database.sql("update refresh_tokens set used_at = ?, attempt_hash = ?, successor_salt = ? where token_hash = ?")
                .params(Arrays.asList(time(now), attempt == null ? null : OpaqueText.hash(attempt), salt, hash))
                .update();
        return salt == null
                ? NextToken.random(family, token)
                : new NextToken(family, OpaqueText.derived(token, salt + attempt), token, null);
    }

    private NextToken repeat(
            String token, @Nullable String attempt, RefreshToken known, TokenFamily family, Instant now)
            throws InvalidCredentialException {
        if (attempt == null
                || known.usedAt() == null
                || !known.usedAt().isAfter(now.minus(AGAIN_WITHIN))
                || !OpaqueText.hash(attempt).equals(known.attemptHash())) {
            throw new InvalidCredentialException(Reason.REVOKED);
        }
        String successor = OpaqueText.derived(token, known.salt() + attempt);
        Instant expiresAt = database.sql(
                        "select expires_at from refresh_tokens where token_hash = ? and used_at is null")
                .param(OpaqueText.hash(successor))
                .query((row, number) -> requiredInstant(row, "expires_at"))
                .optional()
                .orElseThrow(() -> new InvalidCredentialException(Reason.REVOKED));
        return new NextToken(family, successor, token, expiresAt);
    }

    /**
     * A recorded refresh token.
     *
     * @param salt the salt of its derived successor; null if the token was used without an attempt id
     */
    private record RefreshToken(
            String family,
            Instant expiresAt,
            @Nullable Instant usedAt,
            @Nullable String attemptHash,
            @Nullable String salt) {}

    private static RefreshToken refreshToken(ResultSet row) throws SQLException {
        return new RefreshToken(
                row.getString("family_id"),
                requiredInstant(row, "expires_at"),
                instant(row, "used_at"),
                row.getString("attempt_hash"),
                row.getString("successor_salt"));
    }

    /** Finds the family of a refresh token that was used. */
    Optional<String> familyOfUsed(String refreshToken) {
        return familyOf(refreshToken, " and used_at is not null");
    }

    /** Finds the family of a refresh token that is unused, or was used by this attempt. */
    Optional<String> familyToRefresh(String refreshToken, @Nullable String attempt) {
        String hash = attempt == null ? "" : OpaqueText.hash(attempt);
        return familyOf(refreshToken, " and (used_at is null or attempt_hash = ?)", hash);
    }

    Optional<String> familyOf(String refreshToken) {
        return familyOf(refreshToken, "");
    }

    private Optional<String> familyOf(String refreshToken, String condition, Object... parameters) {
        return database.sql("select family_id from refresh_tokens where token_hash = ?" + condition)
                .param(OpaqueText.hash(refreshToken))
                .params(List.of(parameters))
                .query(String.class)
                .optional();
    }

    /** Returns false if the token's family doesn't exist, or if the token, its family or its signing key is revoked. */
    boolean isValid(AccessTokens.Verified token) {
        return database.sql("select count(*) from token_families where family_id = ? and revoked_at is null"
                                + " and not exists (select 1 from access_revocations"
                                + " where (kind = '" + TOKEN + "' and id = ?) or (kind = '" + SIGNING_KEY
                                + "' and id = ?))")
                        .params(token.family(), token.id(), token.kid())
                        .query(Long.class)
                        .single()
                == 1;
    }

    /** Revokes a family; returns false if it is unknown, expired or already revoked. */
    boolean revokeFamily(String family, String why, Instant now) {
        return revoke("family_id", family, why, now) > 0;
    }

    /** Revokes all families of a user, and returns their number. */
    int revokeUser(String userKey, String why, Instant now) {
        return revoke("user_key", userKey, why, now);
    }

    /**
     * Revokes a family without raising the version. Processes with cached access tokens notice it only after
     * {@link #raiseVersion}. The rows of the family and of the version are written in separate transactions, so that a
     * lock on one doesn't block the other.
     *
     * @return false if the family is unknown, expired or already revoked
     */
    boolean endFamily(String family, String why, Instant now) {
        return database.inTransaction(() -> end("family_id", family, why, now)) > 0;
    }

    /** Raises the version, so that all processes check their cached credentials again. */
    void raiseVersion() {
        database.inTransaction(() -> {
            database.raiseVersion();
            return true;
        });
    }

    private int revoke(String column, String value, String why, Instant now) {
        return database.inTransaction(() -> {
            int revoked = end(column, value, why, now);
            if (revoked > 0) {
                database.raiseVersion();
            }
            return revoked;
        });
    }

    private int end(String column, String value, String why, Instant now) {
        return database.sql("update token_families set revoked_at = ?, revoked_why = ? where " + column
                        + " = ? and revoked_at is null and expires_at > ?")
                .params(time(now), why, value, time(now))
                .update();
    }

    void revokeToken(String id, Instant until) {
        addRevocation(TOKEN, id, until);
    }

    void revokeSigningKey(String kid, Instant until) {
        addRevocation(SIGNING_KEY, kid, until);
    }

    private void addRevocation(String kind, String id, Instant until) {
        database.inTransaction(() -> {
            // This comes first, since its lock prevents a concurrent insert of the same revocation.
            database.raiseVersion();
            boolean known = database.sql("select 1 from access_revocations where kind = ? and id = ?")
                    .params(kind, id)
                    .query(Integer.class)
                    .optional()
                    .isPresent();
            if (!known) {
                database.sql("insert into access_revocations (kind, id, expires_at) values (?, ?, ?)")
                        .params(kind, id, time(until))
                        .update();
            }
            return known;
        });
    }

    Optional<TokenFamily> family(String id) {
        return select("where f.family_id = ?", id).stream().findFirst();
    }

    /** Returns the families of a user, newest first; those of all users if {@code userKey} is null. */
    List<TokenFamily> families(@Nullable String userKey) {
        return userKey == null ? select("") : select("where f.user_key = ?", userKey);
    }

    private List<TokenFamily> select(String condition, Object... parameters) {
        return database.sql("select f.*, (select string_agg(c.collar_id, ',') from token_family_collars c"
                        + " where c.family_id = f.family_id) as collars from token_families f " + condition
                        + " order by f.created_at desc, f.family_id")
                .params(List.of(parameters))
                .query((row, number) -> family(row))
                .list();
    }

    private static TokenFamily family(ResultSet row) throws SQLException {
        return new TokenFamily(
                row.getString("family_id"),
                row.getString("user_key"),
                AccessDatabase.names(row.getString("collars")),
                Permission.ofScope(row.getString("permissions")),
                requiredInstant(row, "created_at"),
                requiredInstant(row, "expires_at"),
                instant(row, "revoked_at"),
                row.getString("revoked_why"));
    }

    /** Deletes records that expired more than a day ago. */
    void clean(Instant now) {
        for (String table : List.of("refresh_tokens", "sign_in_codes", "token_families", "access_revocations")) {
            database.sql("delete from " + table + " where expires_at < ?")
                    .param(time(now.minus(KEPT)))
                    .update();
        }
    }
}
