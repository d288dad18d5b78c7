package io.petty.api.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.petty.access.Principal;
import io.petty.api.connection.ClientNetwork;
import io.petty.api.http.ProblemException;
import io.petty.api.http.ProblemKind;
import io.petty.api.settings.ApiSettings;
import io.petty.api.settings.RateLimitSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Lets each principal and each address ask so often and no more. Each instance counts for itself. */
@Component
class RateLimits {
    /** So many are remembered; who is forgotten begins again. */
    private static final int MOST = 100_000;

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final RateLimitSettings settings;
    private final TimeMeter time;
    private final Cache<String, Bucket> principals = cache();
    private final Cache<String, Bucket> addresses = cache();
    private final Cache<String, Bucket> failures = cache();
    private final Cache<String, Bucket> refreshes = cache();

    RateLimits(ApiSettings api, Clock clock) {
        this.settings = api.rateLimits();
        this.time = new ClockMeter(clock);
    }

    private static Cache<String, Bucket> cache() {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(FORGOTTEN_AFTER)
                .build();
    }

    /** @throws ProblemException when the principal asks too often */
    void take(Principal principal) {
        take(principals, principal.id(), settings.principalPerSecond(), settings.principalBurst(), SECOND);
    }

    /** @throws ProblemException when the address asks too often */
    void takeFrom(String address) {
        take(addresses, ClientNetwork.of(address), settings.addressPerSecond(), settings.addressBurst(), SECOND);
    }

    /**
     * Counts a failed sign-in, refresh or revocation. Those that succeed are never counted by address, so others behind one
     * address can't keep anybody from them.
     *
     * @throws ProblemException when the address has failed too often
     */
    void failed(String address) {
        take(failures, ClientNetwork.of(address), settings.signInPerMinute(), settings.signInPerMinute(), MINUTE);
    }

    /** @throws ProblemException when the family's tokens are refreshed too often */
    void refresh(String family) {
        int burst = Math.max(settings.signInPerMinute(), settings.principalBurst());
        take(refreshes, family, settings.signInPerMinute(), burst, MINUTE);
    }

    private void take(Cache<String, Bucket> buckets, String who, int refill, int capacity, Duration period) {
        Bucket bucket = buckets.get(
                who,
                id -> Bucket.builder()
                        .withCustomTimePrecision(time)
                        .addLimit(limit -> limit.capacity(capacity).refillGreedy(refill, period))
                        .build());
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill() + 999_999_999));
            throw ProblemKind.TOO_MANY_REQUESTS
                    .problem("Too many requests: wait %d s".formatted(seconds))
                    .withHeader("Retry-After", String.valueOf(seconds));
        }
    }

    /** Measures time by a clock, in milliseconds. */
    private record ClockMeter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
