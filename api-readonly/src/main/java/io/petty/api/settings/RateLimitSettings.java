package io.petty.api.settings;

import static io.petty.api.settings.Bounds.atLeast;

import org.springframework.boot.context.properties.bind.DefaultValue;

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
        @DefaultValue("50") int principalPerSecond,
        @DefaultValue("200") int principalBurst,
        @DefaultValue("200") int addressPerSecond,
        @DefaultValue("800") int addressBurst,
        @DefaultValue("30") int signInPerMinute) {
    /** @throws IllegalArgumentException that names the property which makes no sense */
    public RateLimitSettings {
        atLeast("petty.api.rate-limits.principal-per-second", 1, principalPerSecond);
        atLeast("petty.api.rate-limits.principal-burst", principalPerSecond, principalBurst);
        atLeast("petty.api.rate-limits.address-per-second", 1, addressPerSecond);
        atLeast("petty.api.rate-limits.address-burst", addressPerSecond, addressBurst);
        atLeast("petty.api.rate-limits.sign-in-per-minute", 1, signInPerMinute);
    }
}
