package io.petty.scheduler.telemetry;

import io.petty.settings.SettingChecks;
import java.time.Duration;

/**
 * Where figures of runs are sent, besides what the daemon serves.
 *
 * @param cloudwatch the namespace that Amazon CloudWatch keeps them in; empty for not at all
 * @param step how often the daemon sends them; other commands do at their end
 */
public record MetricsSettings(String cloudwatch, Duration step) {
    public static final MetricsSettings OFF = new MetricsSettings("", Duration.ofMinutes(1));

    private static final int LONGEST_NAMESPACE = 255;

    public MetricsSettings {
        if (cloudwatch.length() > LONGEST_NAMESPACE
                || cloudwatch.startsWith("AWS/")
                || !cloudwatch.matches("[A-Za-z0-9._/#:-]*")) {
            throw new IllegalArgumentException("petty.metrics.cloudwatch must be a namespace such as Petty, of letters,"
                    + " digits and . - _ / # :, not beginning with AWS/, but is " + cloudwatch);
        }
        SettingChecks.atLeast("petty.metrics.step", step, Duration.ofSeconds(1));
    }

    public boolean isSent() {
        return !cloudwatch.isEmpty();
    }
}
