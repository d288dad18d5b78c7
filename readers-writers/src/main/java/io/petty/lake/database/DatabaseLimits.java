package io.petty.lake.database;

import java.time.Duration;

/**
 * Time limits of a service for its database. Together they are shorter than a request's limit, so a request is answered
 * in time even if the database does not answer. Commands have no such limits: their statements may take hours.
 *
 * @param request maximum duration of a request, at least {@link #LEAST_REQUEST}
 */
public record DatabaseLimits(Duration request) {
    /** If requests had a shorter limit, some limits derived from it would be shorter than the drivers support. */
    public static final Duration LEAST_REQUEST = Duration.ofSeconds(5);

    private static final int SHARES = 20;

    /** Returns the limit for reading a value that several waiting requests share. */
    public Duration sharedRead() {
        return shares(6);
    }

    /** Returns the limit for a health check. */
    public Duration healthCheck() {
        return shares(2);
    }

    /** Returns the limit for acquiring a connection from the pool. */
    Duration connection() {
        return shares(3);
    }

    /** Returns the limit for validating a pooled connection. */
    Duration validation() {
        return shares(2);
    }

    /** Returns the limit for a statement, which the database itself enforces. */
    Duration statement() {
        return shares(4);
    }

    /** Returns the time without data from the database after which a connection is closed. */
    Duration silence() {
        return shares(6);
    }

    private Duration shares(int count) {
        return request.multipliedBy(count).dividedBy(SHARES);
    }
}
