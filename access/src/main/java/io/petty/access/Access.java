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
 * Verifies credentials, and issues tokens for sign-in codes and refresh tokens. The results of checks are cached. Each
 * call still reads the access version from the database, so a revocation by any process takes effect at once. Safe for
 * use by several threads.
 */
public final class Access implements AutoCloseable {
    private static final Pattern API_KEY = Pattern.compile("petty_([0-9a-f]{32})_([A-Za-z0-9_-]{43})");

    /**
     * The capacity of each cache, in units of about 100 bytes. An entry takes one unit for each collar, plus
     * {@link #CREDENTIAL_WEIGHT}.
     */
    private static final long CACHE_WEIGHT = 200_000;

    private static final int CREDENTIAL_WEIGHT = 8;

    /** The time that a command waits for the database. */
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

    /** Checked tokens, by their SHA-256 hash. */
    private final Cache<String, Checked> tokensChecked;

    /** Checked API keys, by their SHA-256 hash. */
    private final Cache<String, CheckedKey> keysChecked;

    /**
     * @param version the access version at which {@code valid} was read
     * @param valid false if the token was revoked at that version
     */
    private record Checked(AccessTokens.Verified token, long version, boolean valid) {}

    private record CheckedKey(ApiKey key, Principal principal, long version) {}

    /** Creates an instance for a command. */
    public Access(LakeDatabase lake, SigningKeys signingKeys, AccessSettings settings, Clock clock) {
        this(lake, signingKeys, settings, LONGEST_WAIT, clock);
    }

    /**
     * Creates an instance for a service.
     *
     * @param waitLimit the time that a call waits for the database to return the access version
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
        issue = new TokenIssue(database, signingKeys, settings, clock);
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

    /** Returns the holder of an access token. */
    public Principal byToken(String jwt) throws InvalidCredentialException {
        if (jwt.length() > AccessTokens.MOST_CHARACTERS) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
        String hash = OpaqueText.hash(jwt);
        Checked known = tokensChecked.getIfPresent(hash);
        AccessTokens.Verified token = known == null ? verified(jwt) : known.token();
        // This check must precede reading the version: a family leaves the set as soon as its revocation has raised the
        // version.
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
            known = new Checked(token, now, tokens.isValid(token));
            tokensChecked.put(hash, known);
        }
        if (!known.valid()) {
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

    /** Reloads the signing keys if the version shows a rotation. One call loads them while the others wait. */
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

    /** Returns the holder of an API key. The time of use is recorded in the background. */
    public Principal byKey(String apiKey) throws InvalidCredentialException {
        Matcher parts = API_KEY.matcher(apiKey);
        if (!parts.matches()) {
            throw new InvalidCredentialException(Reason.MALFORMED);
        }
        String hash = OpaqueText.hash(apiKey);
        CheckedKey known = keysChecked.getIfPresent(hash);
        long now = version.current().number();
        if (known == null || known.version() < now) {
            ApiKey key = keys.find(parts.group(1), parts.group(2)).orElse(null);
            if (key == null) {
                keysChecked.invalidate(hash);
                throw new InvalidCredentialException(Reason.UNKNOWN_API_KEY);
            }
            Principal principal = new Principal("key:" + key.id(), key.collars(), key.permissions(), key.expiresAt());
            known = new CheckedKey(key, principal, now);
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

    /** Exchanges a sign-in code for tokens. A second use is refused, and the tokens of the first use stay valid. */
    public SignedIn signIn(String oneTimeCode) throws InvalidCredentialException {
        checkSecret(oneTimeCode);
        issue.cleanIfDue();
        return exchange(Event.SIGN_IN, now -> tokens.useCode(oneTimeCode, now));
    }

    /**
     * Exchanges a refresh token for new tokens. Reuse of a refresh token indicates theft, so it revokes the token's
     * family, even if the two uses are concurrent. The family is revoked in this process at once, and in the database
     * as soon as the database can be written.
     *
     * @param attempt the caller's secret id of this attempt; null for none. For two minutes, all calls with the same id
     *     return the same refresh token, in any process, unless that token has been used.
     */
    public SignedIn refresh(String refreshToken, @Nullable String attempt) throws InvalidCredentialException {
        checkSecret(refreshToken);
        issue.cleanIfDue();
        try {
            return exchange(Event.REFRESH, now -> tokens.useRefreshToken(refreshToken, attempt, now));
        } catch (InvalidCredentialException e) {
            tokens.familyOfUsed(refreshToken).ifPresent(family -> reused.revoke(family, issue.now()));
            throw e;
        }
    }

    /**
     * Revokes the family of a refresh token.
     *
     * @return the family; empty if the token is unknown, or the family has expired or is already revoked
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
     * Finds the family of a refresh token without using the token. A used token is found only for the attempt that used
     * it. Any other attempt is a reuse, which {@link #refresh} must handle.
     *
     * @param attempt as for {@link #refresh}
     * @return empty if the token is unknown or was used by another attempt
     */
    public Optional<String> familyToRefresh(String refreshToken, @Nullable String attempt) {
        return OpaqueText.isSecret(refreshToken) ? tokens.familyToRefresh(refreshToken, attempt) : Optional.empty();
    }

    /** Returns the public keys as a JWK set: those that verify current tokens, and a new key that will sign soon. */
    public Map<String, Object> jwks() {
        followSigningKeys(version.current());
        return signingKeys.published();
    }

    /** Waits up to 15 seconds for pending writes: times at which keys were used, and revocations after reuse. */
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

    /** Uses a code or refresh token and records the next refresh token, both in one transaction. */
    private SignedIn exchange(Event event, TokenIssue.NextTokenSource use) throws InvalidCredentialException {
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
