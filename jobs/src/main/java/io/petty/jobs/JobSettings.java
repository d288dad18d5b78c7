package io.petty.jobs;

import io.petty.jobs.rules.TimelineRules;
import io.petty.raw.RawRules;
import io.petty.settings.SettingChecks;

/**
 * The settings of jobs.
 *
 * @param threads number of partitions that run at once, 1 to 1,024
 * @param sortReadings number of readings that a thread sorts in memory, at least 1,000; each takes 40 bytes
 * @param maxRejectShare maximum share of rejects, 0 to 1; a delivery day above it isn't published
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
