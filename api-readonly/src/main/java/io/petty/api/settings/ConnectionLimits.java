package io.petty.api.connection;

import java.time.Duration;

/**
 * What clients may take of a server, below {@code petty.api.connections}.
 *
 * @param perClient open connections of one address (of IPv6, one network of 64 bits), at least 1
 * @param receiveLimit time from a request's first byte until its headers are complete, and from then until its body is,
 *     at least 100 ms
 * @param sendLimit time from a request's last header until its answer is sent, while the client is what the server waits
 *     for, at least 100 ms
 */
public record ConnectionLimits(int perClient, Duration receiveLimit, Duration sendLimit) {
    private static final Duration SHORTEST = Duration.ofMillis(100);

    public static final ConnectionLimits DEFAULTS =
            new ConnectionLimits(256, Duration.ofSeconds(20), Duration.ofSeconds(30));

    /** @throws IllegalArgumentException that names the property which makes no sense */
    public ConnectionLimits {
        if (perClient < 1) {
            throw new IllegalArgumentException(
                    "petty.api.connections.per-client must be at least 1, but is " + perClient);
        }
        check("receive-limit", receiveLimit);
        check("send-limit", sendLimit);
    }

    private static void check(String name, Duration value) {
        if (value.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "petty.api.connections.%s must be at least 100ms, but is %s".formatted(name, value));
        }
    }
}
