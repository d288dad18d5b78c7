package io.petty.api.timeline;

import io.petty.api.settings.ApiSettings;
import java.io.Closeable;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.threads.TaskThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Logs the age of the newest published day at a regular interval, if the settings name one. An alarm can then follow
 * from the log alone, without a server that reads the metrics.
 */
@Component
final class FreshnessLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(FreshnessLog.class);

    private final DayPublications days;
    private final Clock clock;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(new TaskThreadFactory("freshness-", true, Thread.NORM_PRIORITY));

    FreshnessLog(DayPublications days, Clock clock, ApiSettings api) {
        this.days = days;
        this.clock = clock;
        if (api.freshnessLog() != null) {
            // Ignored, since the task never throws and ends with the watch.
            Future<?> unused =
                    watch.scheduleAtFixedRate(this::log, 0, api.freshnessLog().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void log() {
        days.newest().ifPresent(day -> {
            long age = DayPublications.sinceEnd(day, clock).toSeconds();
            LOG.atInfo()
                    .addKeyValue("newest_day_age_seconds", age)
                    .log("The newest published day, {}, ended {} s ago", day, age);
        });
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
