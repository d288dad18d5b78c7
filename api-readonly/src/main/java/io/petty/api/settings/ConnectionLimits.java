package io.petty.api.settings;

import static io.petty.api.settings.Bounds.atLeast;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What clients may take of a server, below {@code petty.api.connections}.
 *
 * @param perClient open connections of one address (of IPv6, one network of 64 bits), at least 1
 * @param receiveLimit time from a request's first byte until its headers are complete, and from then until its body is,
 *     at least 100 ms
 * @param sendLimit time from a request's last header until its answer is sent, while the client is what the server waits
 *     for, at least 100 ms
 */
public record ConnectionLimits(
        @DefaultValue("256") int perClient,
        @DefaultValue("20s") Duration receiveLimit,
        @DefaultValue("30s") Duration sendLimit) {
    /** @throws IllegalArgumentException that names the property which makes no sense */
    public ConnectionLimits {
        atLeast("petty.api.connections.per-client", 1, perClient);
        atLeast("petty.api.connections.receive-limit", Duration.ofMillis(100), receiveLimit);
        atLeast("petty.api.connections.send-limit", Duration.ofMillis(100), sendLimit);
    }
}
