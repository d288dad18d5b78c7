package io.petty.settings;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where traces are sent.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, without a path, such as {@code http://127.0.0.1:4318}; null for
 *     no traces
 * @param timeout how long a collector that doesn't answer is waited for, at the end of a run too
 */
public record TraceSettings(@Nullable URI endpoint, Duration timeout) {
    public static final TraceSettings OFF = new TraceSettings(null, Duration.ofSeconds(5));

    public TraceSettings {
        SettingChecks.httpAddress("petty.traces.endpoint", endpoint, "http://127.0.0.1:4318");
    }
}
