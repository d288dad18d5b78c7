package io.petty.scheduler.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void countersAreZeroBeforeTheFirstRunOfADaemon() {
        new RunMetrics(registry).watch(Clock.systemUTC(), () -> null, () -> null);

        for (String name :
                new String[] {"petty.readings", "petty.days.published", "petty.days.failed", "petty.days.incomplete"}) {
            assertThat(registry.find(name).counter()).as(name).isNotNull().returns(0.0, Counter::count);
        }
    }
}
