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

/** Limits the requests of each principal and address. Each instance of the service counts separately. */
@Component
class RateLimits {
    /** The maximum number of buckets of each kind. An evicted client starts with a full bucket. */
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

    /** @throws ProblemException if the principal exceeds its limit */
    void take(Principal principal) {
        take(principals, principal.id(), settings.principalPerSecond(), settings.principalBurst(), SECOND);
    }

    /** @throws ProblemException if the address exceeds its limit */
    void takeFrom(String address) {
        take(addresses, ClientNetwork.of(address), settings.addressPerSecond(), settings.addressBurst(), SECOND);
    }

    /**
     * Counts a failed sign-in, refresh or revocation. Successful ones aren't counted by address, so that clients behind
     * the same address can't block each other.
     *
     * @throws ProblemException if the address exceeds its limit
     */
    void failed(String address) {
        take(failures, ClientNetwork.of(address), settings.signInPerMinute(), settings.signInPerMinute(), MINUTE);
    }

    /** @throws ProblemException if the family exceeds its limit */
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

    /** Measures time by a clock, with a precision of milliseconds. */
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
