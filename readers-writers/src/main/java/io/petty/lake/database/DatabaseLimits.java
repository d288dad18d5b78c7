package io.petty.lake.database;

import java.time.Duration;

/**
 * Limits to the waits of a service for its database. Together they are shorter than a request may take, so that a request is
 * answered in time while the database does not answer. Commands have no such limits: their statements may take hours.
 *
 * @param request how long a request may take, at least {@link #LEAST_REQUEST}
 */
public record DatabaseLimits(Duration request) {
    /** With less, a limit would be below what the drivers can do. */
    public static final Duration LEAST_REQUEST = Duration.ofSeconds(5);

    private static final int SHARES = 20;

    public DatabaseLimits {
        if (request.compareTo(LEAST_REQUEST) < 0) {
            throw new IllegalArgumentException("A request takes at least " + LEAST_REQUEST + ", not " + request);
        }
    }

    /** For a value that one request reads for all that wait for it. */
    public Duration sharedRead() {
        return shares(6);
    }

    /** For the answer to a health check. */
    public Duration healthCheck() {
        return shares(2);
    }

    /** For a connection of the pool. */
    Duration connection() {
        return shares(3);
    }

    /** For the sign of life of a pooled connection. */
    Duration validation() {
        return shares(2);
    }

    /** For a statement, ended by the database itself. */
    Duration statement() {
        return shares(4);
    }

    /** For anything that the database sends; after such silence a connection is given up. */
    Duration silence() {
        return shares(6);
    }

    private Duration shares(int count) {
        return request.multipliedBy(count).dividedBy(SHARES);
    }
}
