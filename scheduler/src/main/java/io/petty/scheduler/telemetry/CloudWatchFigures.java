package io.petty.scheduler.telemetry;

import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** Sends figures to Amazon CloudWatch, with the credentials and region that the AWS SDK finds by itself. */
public final class CloudWatchFigures {
    private CloudWatchFigures() {}

    /** Those that are kept when it is closed are sent then. */
    public static MeterRegistry open(MetricsSettings settings) {
        CloudWatchAsyncClient client = CloudWatchAsyncClient.create();
        CloudWatchConfig config = new CloudWatchConfig() {
            @Override
            public @Nullable String get(String key) {
                return null;
            }

            @Override
            public String namespace() {
                return settings.cloudwatch();
            }

            @Override
            public Duration step() {
                return settings.step();
            }
        };
        return new CloudWatchMeterRegistry(config, Clock.SYSTEM, client) {
            @Override
            public void close() {
                super.close();
                client.close();
            }
        };
    }
}
