package io.petty.api;

import io.petty.lake.DatabaseLimits;
import io.petty.lake.Publications;
import io.petty.limits.SharedRead;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Tells whether the database answers. It is a part of readiness, and of health as a whole, but not of liveness. */
@Component
class DatabaseHealthIndicator implements HealthIndicator {
    private final SharedRead<Publications.State> answer;

    DatabaseHealthIndicator(Publications publications, DatabaseLimits limits) {
        answer = new SharedRead<>("database-health", publications::state, limits.healthCheck());
    }

    @Override
    public Health health() {
        try {
            answer.current();
            return Health.up().build();
        } catch (RuntimeException e) {
            return Health.down(e).build();
        }
    }
}
