package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.api.settings.ApiSettings;
import io.petty.api.settings.ConnectionLimits;
import io.petty.api.settings.RateLimitSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The defaults of the settings. */
class ServeSettingsTest {
    @Test
    void hasADefaultForEachSetting() {
        ServeSettings settings = ServeSettings.load(Map.of());

        assertThat(settings.home()).isEqualTo(Path.of(".petty"));
        assertThat(settings.lake()).isNull();
        assertThat(settings.buckets()).isEqualTo(16);
        assertThat(settings.s3().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.database().url()).isNull();
        assertThat(settings.access().accessTokenLife()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.api())
                .isEqualTo(new ApiSettings(
                        "127.0.0.1",
                        8080,
                        null,
                        "127.0.0.1",
                        8081,
                        Duration.ofSeconds(1),
                        null,
                        96,
                        4096,
                        Duration.ofSeconds(20),
                        64,
                        null,
                        List.of(),
                        ApiSettings.Audit.DENIED,
                        new RateLimitSettings(50, 200, 200, 800, 30),
                        new ConnectionLimits(256, Duration.ofSeconds(20), Duration.ofSeconds(30))));
    }

    @Test
    void keepsTheDefaultsOfOtherSettingsInTheSameGroup() {
        ApiSettings api = ServeSettings.load(Map.of(
                        "petty.api.url", "https://petty.example.org",
                        "petty.api.allowed-origins", "https://a.example,https://b.example",
                        "petty.api.connections.per-client", "9"))
                .api();

        assertThat(api.url()).isEqualTo(URI.create("https://petty.example.org"));
        assertThat(api.allowedOrigins()).containsExactly("https://a.example", "https://b.example");
        assertThat(api.connections())
                .isEqualTo(new ConnectionLimits(9, Duration.ofSeconds(20), Duration.ofSeconds(30)));
        assertThat(api.port()).isEqualTo(8080);
    }
}
