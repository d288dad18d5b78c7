package io.petty.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.petty.access.AccessAudit.Event;
import io.petty.access.InvalidCredentialException.Reason;
import io.petty.lake.database.LakeDatabase;
import io.petty.limits.InterruptibleLock;
import io.petty.limits.SharedRead;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells who asks, by token or key. What was checked once is remembered, but at every call it is made sure that nothing was
 * taken back since, by whatever process on the same database. Safe for use by several threads.
 */
public final class Access implements AutoCloseable {
    private static final Pattern API_KEY = Pattern.compile("petty_([0-9a-f]{32})_([A-Za-z0-9_-]{43})");

    /** About 100 bytes each: a credential counts as some of them, each collar of it as one. */
    private static final long CACHE_WEIGHT = 200_000;

    private static final int CREDENTIAL_WEIGHT = 8;

    /** How long a command waits for the database; a service has limits of its own. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(4);

    private final TokenRecords tokens;
    private final KeyRecords keys;
    private final SigningKeys signingKeys;
    private final AccessSettings settings;
    private final Clock clock;
    private final SharedRead<AccessVersion> version;
    private final AccessTokens accessTokens;
    private final TokenIssue issue;
    private final KeyUses uses;
    private final ReusedFamilies reused;
    private final InterruptibleLock following = new InterruptibleLock();
    private volatile long signingKeysVersion;

    /** What is known of tokens and keys, by the SHA-256 of each. */
    private final Cache<String, Checked> tokensChecked;

    private final Cache<String, CheckedKey> keysChecked;

    /**
     * @param version of who may read when it was looked up whether it counts
     * @param token what it says
     */
    private record Checked(AccessTokens.Verified token, long version, boolean counts) {}

    private record CheckedKey(ApiKey key, Principal principal, long version) {}

    public Access(LakeDatabase lake, SigningKeys signingKeys, AccessSettings settings, Clock clock) {
        this(lake, signingKeys, settings, LONGEST_WAIT, clock);
    }

    /**
     * The same for a service.
     *
     * @param waitLimit how long a call waits to learn from the database that nothing was taken back
     */
    public Access(
            LakeDatabase lake, SigningKeys signingKeys, AccessSettings settings, Duration waitLimit, Clock clock) {
        this(new AccessDatabase(lake), signingKeys, settings, waitLimit, clock);
    }

    Access(AccessDatabase database, SigningKeys signingKeys, AccessSettings settings, Duration waitLimit, Clock clock) {
        this.signingKeys = signingKeys;
        this.settings = settings;
        this.clock = clock;
        version = new SharedRead<>("access-version", database::version, waitLimit);
        tokens = new TokenRecords(database);
        keys = new KeyRecords(database);
        accessTokens = new AccessTokens(settings, signingKeys, clock);
        issue = new TokenIssue(database, tokens, keys, signingKeys, accessTokens, settings, clock);
        uses = new KeyUses(keys, clock);
        reused = new ReusedFamilies(tokens);
        tokensChecked = Caffeine.newBuilder()
                .maximumWeight(CACHE_WEIGHT)
                .weigher(
                        (String hash, Checked checked) -> weight(checked.token().principal()))
                .expireAfterWrite(settings.accessTokenLife().plus(settings.clockSkew()))
                .build();
        keysChecked = Caffeine.newBuilder()
                .maximumWeight(CACHE_WEIGHT)
                .weigher((String hash, CheckedKey checked) -> weight(checked.principal()))
                .build();
    }

    private static int weight(Principal principal) {
        return CREDENTIAL_WEIGHT + principal.collars().size();
    }

    /** Who holds an access token. */
    public Principal byToken(String jwt) throws InvalidCredentialException {
        if (jwt.length() > AccessTokens.MOST_CHARACTERS) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
        String hash = OpaqueText.hash(jwt);
        Checked known = tokensChecked.getIfPresent(hash);
        AccessTokens.Verified token = known == null ? verified(jwt) : known.token();
        // Before the version is read: a family is forgotten here once its revocation has raised that.
        if (reused.contains(token.family())) {
            throw new InvalidCredentialException(Reason.REVOKED);
        }
        AccessVersion read = version.current();
        followSigningKeys(read);
        long now = read.number();
        if (signingKeys.verifying(token.kid()).isEmpty()) {
            throw new InvalidCredentialException(Reason.UNKNOWN_SIGNING_KEY);
        }
        if (!clock.instant().isBefore(token.principal().expiresAt().plus(settings.clockSkew()))) {
            throw new InvalidCredentialException(Reason.EXPIRED);
        }
        if (known == null || known.version() < now) {
            known = new Checked(token, now, tokens.counts(token));
            tokensChecked.put(hash, known);
        }
        if (!known.counts()) {
            throw new InvalidCredentialException(Reason.REVOKED);
        }
        return token.principal();
    }

    private AccessTokens.Verified verified(String jwt) throws InvalidCredentialException {
        String kid = AccessTokens.kid(jwt);
        if (signingKeys.verifying(kid).isEmpty()) {
            followSigningKeys(version.current());
            if (signingKeys.search(kid).isEmpty()) {
                throw new InvalidCredentialException(Reason.UNKNOWN_SIGNING_KEY);
            }
        }
        return accessTokens.verify(jwt, kid);
    }

    /** Whoever rotates the signing keys says so in the version; one call loads them while the others wait for it. */
    private void followSigningKeys(AccessVersion read) {
        if (signingKeysVersion < read.signingKeys()) {
            following.hold(() -> {
                if (signingKeysVersion < read.signingKeys()) {
                    signingKeys.reload();
                    signingKeysVersion = read.signingKeys();
                }
                return read;
            });
        }
    }

    /** Who holds an API key. That it was used is written soon after. */
    public Principal byKey(String apiKey) throws InvalidCredentialException {
        Matcher parts = API_KEY.matcher(apiKey);
        if (!parts.matches()) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
        String hash = OpaqueText.hash(apiKey);
        CheckedKey known = keysChecked.getIfPresent(hash);
        long now = version.current().number();
        if (known == null || known.version() < now) {
            known = checked(keys.find(parts.group(1), parts.group(2)), now);
            if (known == null) {
                keysChecked.invalidate(hash);
                throw new InvalidCredentialException(Reason.UNKNOWN_API_KEY);
            }
            keysChecked.put(hash, known);
        }
        if (known.key().revokedAt() != null) {
            throw new InvalidCredentialException(Reason.REVOKED);
        }
        if (!clock.instant().isBefore(known.key().expiresAt())) {
            throw new InvalidCredentialException(Reason.EXPIRED);
        }
        uses.note(known.key().id());
        return known.principal();
    }

    private static @Nullable CheckedKey checked(Optional<ApiKey> found, long version) {
        return found.map(key -> new CheckedKey(
                        key,
                        new Principal("key:" + key.id(), key.collars(), key.permissions(), key.expiresAt()),
                        version))
                .orElse(null);
    }

    /** Trades a one-time code for tokens. A second use is refused, and the tokens of the first stay good. */
    public SignedIn signIn(String oneTimeCode) throws InvalidCredentialException {
        checkSecret(oneTimeCode);
        issue.cleanNowAndThen();
        return traded(Event.SIGN_IN, now -> tokens.useCode(oneTimeCode, now));
    }

    /**
     * Trades a refresh token for new tokens. One that was traded before tells that somebody else has it, too: then all
     * tokens of its family are taken back, also when two calls come at once: here at once, and in the database as soon as
     * that can be written.
     *
     * @param attempt what the caller calls this attempt, known to nobody else; null for none. Calls of one attempt, however
     *     many and at whatever processes, are answered with the same refresh token, for two minutes and until that is used.
     */
    public SignedIn refresh(String refreshToken, @Nullable String attempt) throws InvalidCredentialException {
        checkSecret(refreshToken);
        issue.cleanNowAndThen();
        try {
            return traded(Event.REFRESH, now -> tokens.useRefreshToken(refreshToken, attempt, now));
        } catch (InvalidCredentialException e) {
            tokens.familyOfUsed(refreshToken).ifPresent(family -> reused.revoke(family, issue.now()));
            throw e;
        }
    }

    /** As {@link #refresh(String, String)}, of an attempt that is made once. */
    public SignedIn refresh(String refreshToken) throws InvalidCredentialException {
        return refresh(refreshToken, null);
    }

    /**
     * Takes back all tokens of the family that a refresh token belongs to.
     *
     * @return the family; empty for an unknown token and for a family that doesn't count any more
     */
    public Optional<String> revoke(String refreshToken) {
        if (!OpaqueText.isSecret(refreshToken)) {
            return Optional.empty();
        }
        Optional<String> revoked =
                tokens.familyOf(refreshToken).filter(family -> tokens.revokeFamily(family, "sign-out", issue.now()));
        revoked.ifPresent(family -> AccessAudit.record(Event.SIGN_OUT, "family", family));
        return revoked;
    }

    /**
     * Finds the family of a refresh token, without using that. A token that was used is only found by the attempt that used
     * it: its use by anybody else is a reuse, which {@link #refresh} must see.
     *
     * @param attempt as for {@link #refresh}
     * @return empty for a token that is unknown or was used by another attempt
     */
    public Optional<String> familyToRefresh(String refreshToken, @Nullable String attempt) {
        return OpaqueText.isSecret(refreshToken) ? tokens.familyToRefresh(refreshToken, attempt) : Optional.empty();
    }

    /** The public keys that tokens are signed with now, soon or lately, as a JWK set. */
    public Map<String, Object> jwks() {
        followSigningKeys(version.current());
        return signingKeys.published();
    }

    /** Waits a moment for what is still to be written: uses of keys, and families whose refresh token was reused. */
    @Override
    public void close() {
        reused.close();
        uses.close();
    }

    private static void checkSecret(String text) throws InvalidCredentialException {
        if (!OpaqueText.isSecret(text)) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
    }

    /** The use of the code or token and what comes of it are one transaction. */
    private SignedIn traded(Event event, TokenIssue.NextTokenSource use) throws InvalidCredentialException {
        IssuedTokens issued = issue.issue(now -> {
            NextToken next = use.next(now);
            if (reused.contains(next.family().id())) {
                throw new InvalidCredentialException(Reason.REVOKED);
            }
            return next;
        });
        AccessAudit.record(event, "family", issued.family());
        return issued.tokens();
    }
}
