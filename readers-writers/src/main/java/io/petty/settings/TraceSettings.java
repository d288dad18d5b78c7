package io.petty.settings;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The collector that receives traces.
 *
 * @param endpoint address of a collector that accepts OTLP over HTTP, without a path, such as {@code
 *     http://127.0.0.1:4318}; null for no traces
 * @param timeout maximum wait for an answer from the collector, also at the end of a run
 */
public record TraceSettings(@Nullable URI endpoint, Duration timeout) {
    public static final TraceSettings OFF = new TraceSettings(null, Duration.ofSeconds(5));

    public TraceSettings {
        SettingChecks.httpAddress("petty.traces.endpoint", endpoint, "http://127.0.0.1:4318");
    }
}
