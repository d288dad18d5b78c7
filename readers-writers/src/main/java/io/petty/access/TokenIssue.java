package io.petty.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Gives out tokens of families, and removes now and then what is long out. */
final class TokenIssue {
    private static final Logger LOG = LoggerFactory.getLogger(TokenIssue.class);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);

    private final TokenRecords tokens;
    private final KeyRecords keys;
    private final AccessTokens accessTokens;
    private final AccessSettings settings;
    private final Clock clock;
    private volatile Instant cleanedAt = Instant.MIN;

    TokenIssue(TokenRecords tokens, KeyRecords keys, AccessTokens accessTokens, AccessSettings settings, Clock clock) {
        this.tokens = tokens;
        this.keys = keys;
        this.accessTokens = accessTokens;
        this.settings = settings;
        this.clock = clock;
    }

    /** A point in time as the database keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** When the tokens that are issued at a time are all out. */
    Instant out(Instant now) {
        return now.plus(settings.refreshTokenLife())
                .plus(settings.accessTokenLife())
                .plus(settings.clockSkew());
    }

    /**
     * The next tokens of a family that counts; within the transaction that found so.
     *
     * @param follows the refresh token that they are given for; null for none
     */
    SignedIn next(TokenFamily family, @Nullable String follows, Instant now) {
        String refresh = OpaqueText.secret();
        Instant refreshExpires = now.plus(settings.refreshTokenLife());
        AccessTokens.Made access = accessTokens.make(family);
        tokens.addRefreshToken(refresh, family, follows, now, refreshExpires);
        tokens.extend(family, out(now));
        return new SignedIn(
                access.text(), access.expiresAt(), refresh, refreshExpires, family.collars(), family.permissions());
    }

    /** Removes what is long out, once an hour at most. */
    void cleanNowAndThen() {
        Instant now = now();
        if (cleanedAt.equals(Instant.MIN) || now.isAfter(cleanedAt.plus(BETWEEN_CLEANINGS))) {
            cleanedAt = now;
            try {
                tokens.clean(now);
                keys.clean(now);
            } catch (DataAccessException e) {
                // Such as two processes that remove the same at once; an hour later it is tried again.
                LOG.debug("What is long out could not be removed", e);
            }
        }
    }
}
