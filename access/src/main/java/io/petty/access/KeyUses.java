package io.petty.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Records in the background when keys were last used, at most once a minute for each key. */
final class KeyUses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyUses.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final long PATIENCE_SECONDS = 5;

    private final KeyRecords keys;
    private final Clock clock;
    /** The last noted use of each key, kept for one interval. */
    private final Cache<String, Instant> noted;

    private final ExecutorService writer = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "key-uses");
        thread.setDaemon(true);
        return thread;
    });

    KeyUses(KeyRecords keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        noted = Caffeine.newBuilder()
                .expireAfterWrite(INTERVAL)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** Notes the use of an existing key. */
    void note(String id) {
        Instant now = clock.instant();
        if (noted.asMap().putIfAbsent(id, now) == null) {
            try {
                writer.execute(() -> write(id, now));
            } catch (RejectedExecutionException e) {
                LOG.debug("The last use of key {} isn't recorded, since the process is ending", id);
            }
        }
    }

    private void write(String id, Instant at) {
        try {
            keys.used(id, at);
        } catch (DataAccessException e) {
            noted.asMap().remove(id, at);
            LOG.warn("The last use of key {} can't be recorded; recording is retried at its next use", id);
            LOG.debug("The cause", e);
        }
    }

    /** Waits a few seconds for pending writes. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The last uses of some keys were not recorded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
