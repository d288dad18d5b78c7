package io.petty.api.settings;

import static io.petty.settings.SettingChecks.atLeast;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits on connections and slow clients, below {@code petty.api.connections}.
 *
 * @param perClient the maximum number of open connections of an address (for IPv6, of a /64 network), at least 1
 * @param receiveLimit the time from a request's first byte until its headers are complete, and from then until its body
 *     is complete, at least 100 ms
 * @param sendLimit the time from a request's last header until its answer is sent, at least 100 ms; it only applies
 *     while the server waits for the client
 */
public record ConnectionLimits(
        @DefaultValue("256") int perClient,
        @DefaultValue("20s") Duration receiveLimit,
        @DefaultValue("30s") Duration sendLimit) {
    /** @throws IllegalArgumentException if a value is invalid; the message names the property */
    public ConnectionLimits {
        atLeast("petty.api.connections.per-client", perClient, 1);
        atLeast("petty.api.connections.receive-limit", receiveLimit, Duration.ofMillis(100));
        atLeast("petty.api.connections.send-limit", sendLimit, Duration.ofMillis(100));
    }
}
