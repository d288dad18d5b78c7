package io.petty.scheduler.telemetry;

import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** Sends metrics to Amazon CloudWatch, with the credentials and region that the AWS SDK finds. */
public final class CloudWatchFigures {
    private CloudWatchFigures() {}

    /** Opens a registry. Closing it sends the remaining metrics. */
    public static MeterRegistry open(MetricsSettings settings) {
        CloudWatchAsyncClient client = CloudWatchAsyncClient.create();
        Map<String, String> properties = Map.of(
                "cloudwatch.namespace", settings.cloudwatch(),
                "cloudwatch.step", settings.step().toString());
        CloudWatchConfig config = properties::get;
        return new CloudWatchMeterRegistry(config, Clock.SYSTEM, client) {
            @Override
            public void close() {
                super.close();
                client.close();
            }
        };
    }
}
