package io.petty.api.settings;

import static io.petty.settings.SettingChecks.atLeast;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits on the number of requests, below {@code petty.api.rate-limits}.
 *
 * @param principalPerSecond requests of one token family or key, at least 1
 * @param principalBurst the burst of a token family or key, at least {@code principalPerSecond}
 * @param addressPerSecond requests from one address (for IPv6, a /64 network), at least 1
 * @param addressBurst the burst of an address, at least {@code addressPerSecond}
 * @param signInPerMinute failed sign-ins, refreshes and revocations from one address, at least 1; also refreshes of one
 *     token family, with {@code principalBurst} as the burst
 */
public record RateLimitSettings(
        @DefaultValue("50") int principalPerSecond,
        @DefaultValue("200") int principalBurst,
        @DefaultValue("200") int addressPerSecond,
        @DefaultValue("800") int addressBurst,
        @DefaultValue("30") int signInPerMinute) {
    /** @throws IllegalArgumentException if a value is invalid; the message names the property */
    public RateLimitSettings {
        atLeast("petty.api.rate-limits.principal-per-second", principalPerSecond, 1);
        atLeast("petty.api.rate-limits.principal-burst", principalBurst, principalPerSecond);
        atLeast("petty.api.rate-limits.address-per-second", addressPerSecond, 1);
        atLeast("petty.api.rate-limits.address-burst", addressBurst, addressPerSecond);
        atLeast("petty.api.rate-limits.sign-in-per-minute", signInPerMinute, 1);
    }
}
