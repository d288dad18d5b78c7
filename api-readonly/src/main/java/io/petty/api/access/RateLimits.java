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
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets each principal and each address ask so often and no more. Each instance counts for itself. */
public final class RateLimits {
    /** So many are remembered; who is forgotten begins again. */
    private static final int MOST = 100_000;

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final RateLimitSettings settings;
    private final TimeMeter time;
    private final Cache<String, Bucket> principals = cache();
    private final Cache<String, Bucket> addresses = cache();
    private final Cache<String, Bucket> failures = cache();
    private final Cache<String, Bucket> refreshes = cache();

    public RateLimits(RateLimitSettings settings, Clock clock) {
        this.settings = settings;
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
        take(principals.get(
                principal.id(),
                id -> bucket(settings.principalPerSecond(), settings.principalBurst(), Duration.ofSeconds(1))));
    }

    /** @throws ProblemException when the address asks too often */
    void takeFrom(String address) {
        take(addresses.get(
                ClientNetwork.of(address),
                network -> bucket(settings.addressPerSecond(), settings.addressBurst(), Duration.ofSeconds(1))));
    }

    /**
     * Counts a failed sign-in, refresh or revocation. Those that succeed are never counted by address, so others behind one
     * address can't keep anybody from them.
     *
     * @throws ProblemException when the address has failed too often
     */
    void failed(String address) {
        take(failures.get(
                ClientNetwork.of(address),
                network -> bucket(settings.signInPerMinute(), settings.signInPerMinute(), Duration.ofMinutes(1))));
    }

    /** @throws ProblemException when the family's tokens are refreshed too often */
    void refresh(String family) {
        int burst = Math.max(settings.signInPerMinute(), settings.principalBurst());
        take(refreshes.get(family, id -> bucket(settings.signInPerMinute(), burst, Duration.ofMinutes(1))));
    }

    private Bucket bucket(int refill, int capacity, Duration period) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(refill, period))
                .build();
    }

    private static void take(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            return;
        }
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill() + 999_999_999));
        throw new ProblemException(ProblemKind.TOO_MANY_REQUESTS, "Too many requests: wait %d s".formatted(seconds))
                .withHeader("Retry-After", String.valueOf(seconds));
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
