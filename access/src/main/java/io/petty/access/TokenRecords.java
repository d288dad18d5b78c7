package io.petty.access;

import static io.petty.access.AccessDatabase.instant;
import static io.petty.access.AccessDatabase.time;

import io.petty.access.InvalidCredentialException.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the database knows of tokens: families, refresh tokens and codes by their hashes, and what was revoked. */
final class TokenRecords {
    /** So long things stay that are out, for whoever lists them. */
    private static final Duration KEPT = Duration.ofDays(1);

    /** For how long an attempt to refresh may be made again: longer than a page waits for a network. */
    private static final Duration AGAIN_WITHIN = Duration.ofMinutes(2);

    private static final String TOKEN = "token";
    private static final String SIGNING_KEY = "signing-key";

    private final AccessDatabase database;

    TokenRecords(AccessDatabase database) {
        this.database = database;
    }

    /** Begins a family; its first token or code comes with it, in one transaction of the caller's. */
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

    /** Lets a family last until its newest token is out. */
    void extend(TokenFamily family, Instant expiresAt) {
        database.sql("update token_families set expires_at = ? where family_id = ? and expires_at < ?")
                .params(time(expiresAt), family.id(), time(expiresAt))
                .update();
    }

    /**
     * Uses a code up; of several calls for one, one alone gets the family.
     *
     * @throws InvalidCredentialException when it is out, used, revoked or unknown
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
        boolean out = database.sql(
                        "select 1 from sign_in_codes where code_hash = ? and used_at is null and expires_at <= ?")
                .params(hash, time(now))
                .query(Integer.class)
                .optional()
                .isPresent();
        throw new InvalidCredentialException(out ? Reason.EXPIRED : Reason.REVOKED);
    }

    /**
     * Trades a refresh token for the one that follows it, in a transaction of the caller's. Calls for one token, in
     * whatever processes, look at it one after the other. A used token is traded again for the same successor, if the
     * attempt is the one that used it less than two minutes ago and the successor is unused.
     *
     * @param attempt what its user calls the attempt; null for none
     * @throws InvalidCredentialException when it is out, used, revoked or unknown
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
            return again(token, attempt, known, family, now);
        }
        String salt = attempt == null ? null : OpaqueText.secret();
        database.sql("update refresh_tokens set used_at = ?, attempt_hash = ?, successor_salt = ? where token_hash = ?")
                .params(Arrays.asList(time(now), attempt == null ? null : OpaqueText.hash(attempt), salt, hash))
                .update();
        return salt == null
                ? NextToken.random(family, token)
                : new NextToken(family, OpaqueText.derived(token, salt + attempt), token, null);
    }

    private NextToken again(String token, @Nullable String attempt, RefreshToken known, TokenFamily family, Instant now)
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
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .optional()
                .orElseThrow(() -> new InvalidCredentialException(Reason.REVOKED));
        return new NextToken(family, successor, token, expiresAt);
    }

    /**
     * A refresh token as it is recorded.
     *
     * @param salt what its successor is derived from; null when no attempt was named
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
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("used_at", OffsetDateTime.class)),
                row.getString("attempt_hash"),
                row.getString("successor_salt"));
    }

    /** The family of a refresh token that was used already. */
    Optional<String> familyOfUsed(String refreshToken) {
        return database.sql("select family_id from refresh_tokens where token_hash = ? and used_at is not null")
                .param(OpaqueText.hash(refreshToken))
                .query(String.class)
                .optional();
    }

    /** The family of a refresh token that wasn't used yet, or by this attempt. */
    Optional<String> familyToRefresh(String refreshToken, @Nullable String attempt) {
        return database.sql("select family_id from refresh_tokens where token_hash = ?"
                        + " and (used_at is null or attempt_hash = ?)")
                .params(OpaqueText.hash(refreshToken), attempt == null ? "" : OpaqueText.hash(attempt))
                .query(String.class)
                .optional();
    }

    Optional<String> familyOf(String refreshToken) {
        return database.sql("select family_id from refresh_tokens where token_hash = ?")
                .param(OpaqueText.hash(refreshToken))
                .query(String.class)
                .optional();
    }

    /** Whether a token of the family, with that id and signed by that key, counts now. */
    boolean counts(AccessTokens.Verified token) {
        return database.sql("select count(*) from token_families where family_id = ? and revoked_at is null"
                                + " and not exists (select 1 from access_revocations"
                                + " where (kind = '" + TOKEN + "' and id = ?) or (kind = '" + SIGNING_KEY
                                + "' and id = ?))")
                        .params(token.family(), token.id(), token.kid())
                        .query(Long.class)
                        .single()
                == 1;
    }

    /** Takes back a family's tokens; false when there is none of this id or it was revoked before. */
    boolean revokeFamily(String family, String why, Instant now) {
        return revoke("family_id", family, why, now) > 0;
    }

    /** Takes back all tokens of a user; returns how many families there were. */
    int revokeUser(String userKey, String why, Instant now) {
        return revoke("user_key", userKey, why, now);
    }

    /**
     * Takes back a family's tokens in the database alone: processes that remember its access tokens take no notice
     * before {@link #raiseVersion}. So two rows are written one after the other, and who holds one of them doesn't keep the
     * other from being written.
     *
     * @return false when there is none of this id or it was revoked before
     */
    boolean endFamily(String family, String why, Instant now) {
        return database.inTransaction(() -> end("family_id", family, why, now)) > 0;
    }

    /** Lets every process look again at what it remembers. */
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
            // First, so that of two calls for the same the second waits here for the first.
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

    /** Families, the newest first; all users' for null. */
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
                Objects.requireNonNull(instant(row.getObject("created_at", OffsetDateTime.class))),
                Objects.requireNonNull(instant(row.getObject("expires_at", OffsetDateTime.class))),
                instant(row.getObject("revoked_at", OffsetDateTime.class)),
                row.getString("revoked_why"));
    }

    /** Removes what has been out for a day. */
    void clean(Instant now) {
        for (String table : List.of("refresh_tokens", "sign_in_codes", "token_families", "access_revocations")) {
            database.sql("delete from " + table + " where expires_at < ?")
                    .param(time(now.minus(KEPT)))
                    .update();
        }
    }
}
