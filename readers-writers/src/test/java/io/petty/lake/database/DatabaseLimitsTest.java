package io.petty.lake.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseLimitsTest {
    @ParameterizedTest
    @ValueSource(longs = {5_000, 5_900, 20_000, 600_000})
    void leaveARequestTimeToAnswer(long millis) {
        DatabaseLimits limits = new DatabaseLimits(Duration.ofMillis(millis));
        Duration silence = Duration.ofSeconds(Long.parseLong(LakeDatabase.seconds(limits.silence())));

        assertThat(limits.sharedRead()
                        .plus(limits.connection())
                        .plus(limits.validation())
                        .plus(silence))
                .isLessThan(limits.request());
        // The database ends a statement before the pool gives up its connection.
        assertThat(limits.statement()).isLessThan(limits.silence());
        assertThat(limits.healthCheck()).isPositive();
    }
}
