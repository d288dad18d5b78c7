package io.petty.access;

import io.petty.access.AccessAudit.Event;
import io.petty.feedback.UserKeys;
import io.petty.lake.database.LakeDatabase;
import io.petty.secret.Secrets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Issues, lists and revokes tokens, and rotates the key that signs them. Each change writes a line to the audit log.
 */
public final class TokenAdministration {
    private static final int MOST_USER_CHARACTERS = 200;

    /** A prefix that makes a user's key differ from the same user's key in the feedback tables. */
    private static final String SUBJECT = "subject of tokens: ";

    private static final String COMMAND = "command";
    private static final String FAMILY = "family";

    private final AccessDatabase database;
    private final TokenRecords tokens;
    private final TokenIssue issue;
    private final SigningKeys signingKeys;
    private final AccessSettings settings;
    private final Supplier<String> keyedHashKey;
    private final Clock clock;

    /** @param keyedHashKey supplies the key with which user ids are hashed; called before each hash */
    public TokenAdministration(
            LakeDatabase lake,
            SigningKeys signingKeys,
            AccessSettings settings,
            Supplier<String> keyedHashKey,
            Clock clock) {
        this(new AccessDatabase(lake), signingKeys, settings, keyedHashKey, clock);
    }

    TokenAdministration(
            AccessDatabase database,
            SigningKeys signingKeys,
            AccessSettings settings,
            Supplier<String> keyedHashKey,
            Clock clock) {
        this.database = database;
        this.signingKeys = signingKeys;
        this.settings = settings;
        this.keyedHashKey = keyedHashKey;
        this.clock = clock;
        tokens = new TokenRecords(database);
        issue = new TokenIssue(database, signingKeys, settings, clock);
    }

    /**
     * Issues an access and a refresh token.
     *
     * @throws IllegalArgumentException if the user, the collars or the permissions are invalid
     */
    public IssuedTokens issue(String user, Collection<String> collars, Set<Permission> permissions) {
        Grant grant = grant(collars, permissions);
        String key = userKey(user);
        issue.cleanIfDue();
        try {
            IssuedTokens issued =
                    issue.issue(now -> NextToken.random(tokens.begin(key, grant, now, issue.expiry(now)), null));
            AccessAudit.record(Event.TOKENS_ISSUED, FAMILY, issued.family());
            return issued;
        } catch (InvalidCredentialException e) {
            throw new IllegalStateException("A new family was refused", e);
        }
    }

    /**
     * Issues a sign-in code, which {@link Access#signIn} exchanges for tokens.
     *
     * @throws IllegalArgumentException if the user, the collars or the permissions are invalid
     */
    public SignInCode issueCode(String user, Collection<String> collars, Set<Permission> permissions) {
        Grant grant = grant(collars, permissions);
        String key = userKey(user);
        issue.cleanIfDue();
        SignInCode issued = database.inTransaction(() -> {
            Instant now = issue.now();
            Instant expires = now.plus(settings.codeLife());
            TokenFamily family = tokens.begin(key, grant, now, expires);
            String code = Secrets.random();
            tokens.addCode(code, family, expires);
            return new SignInCode(code, expires, family.id());
        });
        AccessAudit.record(Event.CODE_ISSUED, FAMILY, issued.family());
        return issued;
    }

    private Grant grant(Collection<String> collars, Set<Permission> permissions) {
        if (permissions.contains(Permission.TIMELINES_READ_ALL)) {
            throw new IllegalArgumentException("timelines:read-all is for API keys: name the collars of a token");
        }
        return Grant.of(collars, permissions, settings);
    }

    private String userKey(String user) {
        AccessSettings.checkText("A user", user, MOST_USER_CHARACTERS);
        return new UserKeys(keyedHashKey.get()).of(SUBJECT + user);
    }

    /** Returns the families of a user, newest first; those of all users if {@code user} is null. */
    public List<TokenFamily> list(@Nullable String user) {
        return tokens.families(user == null ? null : userKey(user));
    }

    /** Revokes all tokens and sign-in codes of a user, and returns the number of revoked families. */
    public int revokeUser(String user) {
        int families = tokens.revokeUser(userKey(user), COMMAND, issue.now());
        if (families > 0) {
            AccessAudit.record(Event.USER_REVOKED, "families", families);
        }
        return families;
    }

    /** Revokes the tokens of a family; returns false if it is unknown, expired or already revoked. */
    public boolean revokeFamily(String family) {
        boolean revoked = tokens.revokeFamily(family, COMMAND, issue.now());
        if (revoked) {
            AccessAudit.record(Event.FAMILY_REVOKED, FAMILY, family);
        }
        return revoked;
    }

    /**
     * Revokes one access token. Other tokens of its family stay valid, including the refresh token.
     *
     * @param id the token's {@code jti}, 32 hex digits
     * @throws IllegalArgumentException if the id is malformed
     */
    public void revokeToken(String id) {
        if (!OpaqueText.isId(id)) {
            throw new IllegalArgumentException("A jti has 32 hex digits");
        }
        tokens.revokeToken(id, lastExpiry());
        AccessAudit.record(Event.TOKEN_REVOKED, "jti", id);
    }

    /**
     * Rotates the signing key. With overlap, the new key is published now and signs after
     * {@link AccessSettings#signingKeyOverlap}, and the previous key verifies until its last tokens expire.
     *
     * @param atOnce true to sign with the new key now and refuse the tokens of all other keys, for example after a leak
     * @throws UnannouncedRotationException if the key was rotated, but the database can't be written
     */
    public SigningKeyRotation rotateSigningKey(boolean atOnce) {
        // The keys are written before the version is raised, since the version makes all processes reload them.
        SigningKeyRotation rotation = signingKeys.rotate(atOnce);
        AccessAudit.record(Event.SIGNING_KEY_ROTATED, "kid", rotation.kid(), "signs_from", rotation.signsFrom());
        rotation.dropped().forEach(kid -> AccessAudit.record(Event.SIGNING_KEY_DROPPED, "kid", kid));
        try {
            return database.inTransaction(() -> {
                database.raiseSigningKeysVersion();
                rotation.dropped().forEach(kid -> tokens.revokeSigningKey(kid, lastExpiry()));
                return rotation;
            });
        } catch (DataAccessException | TransactionException e) {
            throw atOnce
                    ? UnannouncedRotationException.atOnce(rotation, e)
                    : UnannouncedRotationException.withOverlap(rotation, e);
        }
    }

    /** Returns the time by which all current access tokens have expired. */
    private Instant lastExpiry() {
        return clock.instant().plus(settings.accessTokenLife()).plus(settings.clockSkew());
    }
}
