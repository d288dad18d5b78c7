package io.petty.cdk.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests the text of the collector's settings, which nothing else checks. */
class CollectorSettingsTest {
    @Test
    void sendsTraces() {
        String settings = CollectorSettings.traces("eu-central-1", 5);

        assertThat(settings)
                .doesNotContain("\t")
                .contains("127.0.0.1:4318", "sampling_percentage: 5.0", "region: eu-central-1");
        Matcher keys = Pattern.compile("(?m)^( *)([a-z_]+):").matcher(settings);
        assertThat(keys.results().filter(key -> key.group(1).isEmpty()).map(key -> key.group(2)))
                .containsExactly("receivers", "processors", "exporters", "service");
        assertThat(settings.lines())
                .allMatch(line -> (line.length() - line.stripLeading().length()) % 2 == 0);
    }

    /** The processors of a pipeline run in the order of their names in it. */
    @Test
    void usesEveryProcessorThatIsDefined() {
        String settings = CollectorSettings.traces("eu-central-1", 5);
        String processors = settings.substring(settings.indexOf("processors:"), settings.indexOf("exporters:"));

        assertThat(Pattern.compile("(?m)^  ([a-z_]+):")
                        .matcher(processors)
                        .results()
                        .map(key -> key.group(1)))
                .containsExactly("memory_limiter", "probabilistic_sampler", "batch");
        assertThat(settings).contains("processors: [memory_limiter, probabilistic_sampler, batch]");
    }
}
