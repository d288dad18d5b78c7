package io.petty.scheduler.telemetry;

import io.petty.settings.SettingChecks;
import java.time.Duration;

/**
 * Where metrics of runs are sent, in addition to those that the daemon serves.
 *
 * @param cloudwatch the namespace in Amazon CloudWatch; empty to send none
 * @param step the interval at which the daemon sends them, at least 1 second; other commands send them at their end
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
