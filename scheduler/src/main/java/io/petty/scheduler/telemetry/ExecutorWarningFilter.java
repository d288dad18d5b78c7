package io.petty.scheduler.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Drops a warning that Spark's master logs for each executor when a run ends. Public for Logback. */
public final class ExecutorWarningFilter extends TurboFilter {
    private static final String MASTER = "org.apache.spark.deploy.master.Master";
    private static final String LATE_UPDATE = "Got status update for unknown executor";

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable exception) {
        boolean ordinary = level == Level.WARN
                && format != null
                && format.startsWith(LATE_UPDATE)
                && logger.getName().equals(MASTER);
        return ordinary ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
