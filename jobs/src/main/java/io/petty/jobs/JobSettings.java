package io.petty.jobs;

import io.petty.jobs.rules.TimelineRules;
import io.petty.raw.RawRules;
import io.petty.settings.SettingChecks;

/**
 * The figures that jobs work by.
 *
 * @param threads how many partitions run at once, at least 1
 * @param sortReadings how many readings a thread holds in memory while it sorts, at least 1,000; each takes 40 bytes
 * @param maxRejectShare share of rejects among a delivery day's lines above which nothing is published, 0 to 1
 */
public record JobSettings(
        int threads, int sortReadings, double maxRejectShare, RawRules rawRules, TimelineRules timelineRules) {
    public JobSettings {
        SettingChecks.between("petty.threads", threads, 1, 1024);
        SettingChecks.atLeast("petty.sort-readings", sortReadings, 1000);
        if (!(maxRejectShare >= 0 && maxRejectShare <= 1)) {
            throw new IllegalArgumentException("petty.max-reject-share must be between 0 and 1, not " + maxRejectShare);
        }
    }
}
