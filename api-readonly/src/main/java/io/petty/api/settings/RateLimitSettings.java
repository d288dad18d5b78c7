package io.petty.api.access;

/**
 * How often who may ask, each with a reserve for a burst.
 *
 * @param principalPerSecond requests of one token's family or key, at least 1
 * @param principalBurst at least as many as a second's
 * @param addressPerSecond requests from one address (of IPv6, one network of 64 bits), at least 1
 * @param addressBurst at least as many as a second's
 * @param signInPerMinute failed sign-ins, refreshes and revocations from one address, and refreshes of one token's family,
 *     which have {@code principalBurst} in reserve; at least 1
 */
public record RateLimitSettings(
        int principalPerSecond, int principalBurst, int addressPerSecond, int addressBurst, int signInPerMinute) {
    public static final RateLimitSettings DEFAULTS = new RateLimitSettings(50, 200, 200, 800, 30);

    /** @throws IllegalArgumentException that names the property which makes no sense */
    public RateLimitSettings {
        check("principal-per-second", principalPerSecond, 1);
        check("principal-burst", principalBurst, principalPerSecond);
        check("address-per-second", addressPerSecond, 1);
        check("address-burst", addressBurst, addressPerSecond);
        check("sign-in-per-minute", signInPerMinute, 1);
    }

    private static void check(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "petty.api.rate-limits.%s must be at least %d, but is %d".formatted(name, least, value));
        }
    }
}
