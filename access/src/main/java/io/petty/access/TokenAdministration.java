package io.petty.access;

import io.petty.access.AccessAudit.Event;
import io.petty.feedback.UserKeys;
import io.petty.lake.database.LakeDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionException;

/**
 * Issues, lists and takes back tokens, and rotates the key that signs them. Each change leaves a line in the audit.
 */
public final class TokenAdministration {
    private static final int MOST_USER_CHARACTERS = 200;

    /** So that a user's key here is another than in the feedback tables. */
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

    /** @param keyedHashKey under which users' ids are hashed; asked for when the first is */
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
        issue = new TokenIssue(
                database,
                tokens,
                new KeyRecords(database),
                signingKeys,
                new AccessTokens(settings, signingKeys, clock),
                settings,
                clock);
    }

    /**
     * Issues an access and a refresh token.
     *
     * @throws IllegalArgumentException when user, collars or permissions make no sense, saying why
     */
    public IssuedTokens issue(String user, Collection<String> collars, Set<Permission> permissions) {
        Grant grant = grant(collars, permissions);
        String key = userKey(user);
        issue.cleanNowAndThen();
        try {
            IssuedTokens issued =
                    issue.issue(now -> NextToken.random(tokens.begin(key, grant, now, issue.out(now)), null));
            AccessAudit.record(Event.TOKENS_ISSUED, FAMILY, issued.family());
            return issued;
        } catch (InvalidCredentialException e) {
            throw new IllegalStateException("A new family is refused", e);
        }
    }

    /**
     * Issues a code that {@link Access#signIn} trades for tokens.
     *
     * @throws IllegalArgumentException when user, collars or permissions make no sense, saying why
     */
    public SignInCode issueCode(String user, Collection<String> collars, Set<Permission> permissions) {
        Grant grant = grant(collars, permissions);
        String key = userKey(user);
        issue.cleanNowAndThen();
        SignInCode issued = database.inTransaction(() -> {
            Instant now = issue.now();
            Instant expires = now.plus(settings.codeLife());
            TokenFamily family = tokens.begin(key, grant, now, expires);
            String code = OpaqueText.secret();
            tokens.addCode(code, family, expires);
            return new SignInCode(code, expires, family.id());
        });
        AccessAudit.record(Event.CODE_ISSUED, FAMILY, issued.family());
        return issued;
    }

    private Grant grant(Collection<String> collars, Set<Permission> permissions) {
        if (permissions.contains(Permission.TIMELINES_READ_ALL)) {
            throw new IllegalArgumentException("A token names its collars; timelines:read-all is for API keys");
        }
        return Grant.of(collars, permissions, settings);
    }

    private String userKey(String user) {
        if (user.isBlank()
                || user.length() > MOST_USER_CHARACTERS
                || user.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A user has 1 to %d characters, none of them a control character".formatted(MOST_USER_CHARACTERS));
        }
        return new UserKeys(keyedHashKey.get()).of(SUBJECT + user);
    }

    /** All families that are known, the newest first; those of one user unless that is null. */
    public List<TokenFamily> list(@Nullable String user) {
        return tokens.families(user == null ? null : userKey(user));
    }

    /** Takes back all tokens and codes of a user, at once; returns how many families that were. */
    public int revokeUser(String user) {
        int families = tokens.revokeUser(userKey(user), COMMAND, issue.now());
        if (families > 0) {
            AccessAudit.record(Event.USER_REVOKED, "families", families);
        }
        return families;
    }

    /** Takes back the tokens of a family, at once; false when there is none that counts. */
    public boolean revokeFamily(String family) {
        boolean revoked = tokens.revokeFamily(family, COMMAND, issue.now());
        if (revoked) {
            AccessAudit.record(Event.FAMILY_REVOKED, FAMILY, family);
        }
        return revoked;
    }

    /**
     * Takes back one access token, at once. Its family's others stay, and so does the refresh token.
     *
     * @param id the token's {@code jti}, 32 hex digits
     * @throws IllegalArgumentException when it can't be one
     */
    public void revokeToken(String id) {
        if (!OpaqueText.isId(id)) {
            throw new IllegalArgumentException("A jti has 32 hex digits");
        }
        tokens.revokeToken(id, lastOut());
        AccessAudit.record(Event.TOKEN_REVOKED, "jti", id);
    }

    /**
     * Makes a new key for signing. By overlap: it is published now and signs when others have had the time to fetch it,
     * and the one before verifies until its last tokens are out.
     *
     * @param atOnce for a key that leaked: the new one signs now and the others don't count any more
     */
    public SigningKeyRotation rotateSigningKey(boolean atOnce) {
        // Processes that read the raised version load the keys again, so the keys come first.
        SigningKeyRotation rotation = signingKeys.rotate(atOnce);
        AccessAudit.record(Event.SIGNING_KEY_ROTATED, "kid", rotation.kid(), "signs_from", rotation.signsFrom());
        rotation.dropped().forEach(kid -> AccessAudit.record(Event.SIGNING_KEY_DROPPED, "kid", kid));
        try {
            return database.inTransaction(() -> {
                database.raiseSigningKeysVersion();
                rotation.dropped().forEach(kid -> tokens.revokeSigningKey(kid, lastOut()));
                return rotation;
            });
        } catch (DataAccessException | TransactionException e) {
            throw new DataAccessResourceFailureException(
                    "The signing key was replaced by %s, but the database could not be written, so services take it up minutes later: give the same command again"
                            .formatted(rotation.kid()),
                    e);
        }
    }

    /** When no access token is left of those that there are now. */
    private Instant lastOut() {
        return clock.instant().plus(settings.accessTokenLife()).plus(settings.clockSkew());
    }
}
