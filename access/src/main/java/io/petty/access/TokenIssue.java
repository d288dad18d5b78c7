package io.petty.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;

/** Issues the tokens of families, and deletes expired records from time to time. */
final class TokenIssue {
    private static final Logger LOG = LoggerFactory.getLogger(TokenIssue.class);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);

    private final AccessDatabase database;
    private final TokenRecords tokens;
    private final KeyRecords keys;
    private final SigningKeys signingKeys;
    private final AccessTokens accessTokens;
    private final AccessSettings settings;
    private final Clock clock;
    private volatile Instant cleanedAt = Instant.MIN;

    /** Finds the next refresh token of a family, in the transaction that records it. */
    interface NextTokenSource {
        NextToken next(Instant now) throws InvalidCredentialException;
    }

    /** A recorded refresh token, for which an access token is signed next. */
    private record Granted(TokenFamily family, String refreshToken, Instant refreshExpires) {}

    TokenIssue(AccessDatabase database, SigningKeys signingKeys, AccessSettings settings, Clock clock) {
        this.database = database;
        this.signingKeys = signingKeys;
        this.settings = settings;
        this.clock = clock;
        tokens = new TokenRecords(database);
        keys = new KeyRecords(database);
        accessTokens = new AccessTokens(settings, signingKeys, clock);
    }

    /** Returns the current time with the precision of the database. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Returns the time by which all tokens issued at a given time have expired. */
    Instant expiry(Instant now) {
        return now.plus(settings.refreshTokenLife())
                .plus(settings.accessTokenLife())
                .plus(settings.clockSkew());
    }

    /**
     * Issues the next tokens of a family. One transaction finds the family and records its refresh token. The signing
     * key is read before the transaction, and the access token is signed after it.
     */
    IssuedTokens issue(NextTokenSource source) throws InvalidCredentialException {
        SigningKey key = signingKeys.signing();
        Granted granted = granted(source);
        TokenFamily family = granted.family();
        AccessTokens.Made access = accessTokens.make(family, key);
        return new IssuedTokens(
                family.id(),
                new SignedIn(
                        access.text(),
                        access.expiresAt(),
                        granted.refreshToken(),
                        granted.refreshExpires(),
                        family.collars(),
                        family.permissions()));
    }

    private Granted granted(NextTokenSource source) throws InvalidCredentialException {
        try {
            return database.inTransaction(() -> {
                Instant now = now();
                NextToken next;
                try {
                    next = source.next(now);
                } catch (InvalidCredentialException e) {
                    throw new Refused(e);
                }
                Instant expires = next.recordedUntil();
                if (expires == null) {
                    expires = now.plus(settings.refreshTokenLife());
                    tokens.addRefreshToken(next, now, expires);
                    tokens.extend(next.family(), expiry(now));
                }
                return new Granted(next.family(), next.text(), expires);
            });
        } catch (Refused e) {
            throw e.why;
        }
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final InvalidCredentialException why;

        private Refused(InvalidCredentialException why) {
            super(why);
            this.why = why;
        }
    }

    /** Deletes expired records, at most once an hour. */
    void cleanIfDue() {
        Instant now = now();
        if (cleanedAt.equals(Instant.MIN) || now.isAfter(cleanedAt.plus(BETWEEN_CLEANINGS))) {
            cleanedAt = now;
            try {
                tokens.clean(now);
                keys.clean(now);
            } catch (DataAccessResourceFailureException | QueryTimeoutException e) {
                // The caller needs the database too, and would only wait again.
                throw e;
            } catch (DataAccessException e) {
                // This happens, for example, if two processes delete the same record. The next attempt is an hour
                // later.
                LOG.debug("Expired records could not be deleted", e);
            }
        }
    }
}
