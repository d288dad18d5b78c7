package io.petty.secret;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.QueryTimeoutException;

/**
 * Secrets in AWS Secrets Manager, cached for a time to live. A background thread refreshes a secret before its time to
 * live ends. While Secrets Manager doesn't answer, the last good value is used up to a stale limit. An encrypted copy
 * on disk keeps these values across restarts.
 */
final class AwsSecrets implements Secrets {
    private static final Logger LOG = LoggerFactory.getLogger(AwsSecrets.class);

    /** The age at which a call starts a background refresh, as a fraction of the time to live. */
    private static final double AHEAD = 0.8;

    /** The time for which a secret isn't read again after a failed read, as a fraction of the time to live. */
    private static final double PAUSE = 0.1;

    private static final int CHANGE_ATTEMPTS = 20;
    private static final String READ_AT = ".read-at";

    private final SecretsManager manager;
    private final SecretSettings settings;
    private final EncryptedFile copy;
    private final HomeLock copyLock;
    private final Clock clock;
    private final Map<SecretName, Cell> cells = new ConcurrentHashMap<>();
    private final ExecutorService background = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "secrets");
        thread.setDaemon(true);
        return thread;
    });

    private record Known(String text, Instant readAt) {}

    private static final class Cell {
        /** Null before the first read, and if there is no such secret. */
        private volatile @Nullable Known known;

        private volatile Instant failedAt = Instant.MIN;
        private final AtomicBoolean reading = new AtomicBoolean();
    }

    AwsSecrets(Path home, SecretSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        manager = SecretsManager.open(settings);
        copy = new EncryptedFile(home.resolve("secrets.cache"), settings.keyFile(home));
        copyLock = new HomeLock(home);
    }

    @Override
    public Optional<String> find(SecretName name) {
        Cell cell = cell(name);
        Known known = cell.known;
        if (known == null) {
            return read(name, cell);
        }
        Duration age = Duration.between(known.readAt(), clock.instant());
        if (age.compareTo(settings.timeToLive()) < 0) {
            if (age.compareTo(share(AHEAD)) >= 0) {
                readInBackground(name, cell);
            }
            return Optional.of(known.text());
        }
        // One thread reads while the others use the old value.
        if (!startReading(cell)) {
            return Optional.of(requireUsable(name, known, null).text());
        }
        try {
            return read(name, cell);
        } finally {
            cell.reading.set(false);
        }
    }

    @Override
    public Optional<String> findNow(SecretName name) {
        return read(name, cell(name));
    }

    private Cell cell(SecretName name) {
        return cells.computeIfAbsent(name, unknown -> new Cell());
    }

    private Duration share(double share) {
        return Duration.ofMillis((long) (settings.timeToLive().toMillis() * share));
    }

    /** Returns false if another thread is reading the secret, or a read failed recently. */
    private boolean startReading(Cell cell) {
        return !clock.instant().isBefore(cell.failedAt.plus(share(PAUSE))) && cell.reading.compareAndSet(false, true);
    }

    private void readInBackground(SecretName name, Cell cell) {
        if (!startReading(cell)) {
            return;
        }
        try {
            background.execute(() -> {
                try {
                    read(name, cell);
                } catch (SecretException e) {
                    LOG.debug("A secret could not be refreshed in the background", e);
                } finally {
                    cell.reading.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            cell.reading.set(false);
        }
    }

    /** Reads a secret, and falls back to its last good value if Secrets Manager doesn't answer. */
    private Optional<String> read(SecretName name, Cell cell) {
        Optional<String> text;
        try {
            text = manager.get(name).map(SecretsManager.Value::text);
        } catch (SecretException e) {
            return Optional.of(lastGood(name, cell, e));
        }
        if (text.isPresent()) {
            remember(name, cell, text.get());
        } else {
            cell.failedAt = Instant.MIN;
            cell.known = null;
        }
        return text;
    }

    private String lastGood(SecretName name, Cell cell, SecretException failure) {
        cell.failedAt = clock.instant();
        Known known = cell.known == null ? fromCopy(name) : cell.known;
        if (known == null) {
            throw failure;
        }
        cell.known = requireUsable(name, known, failure);
        LOG.warn(
                "{}: using the value of the secret {} from {} s ago",
                failure.getMessage(),
                name.label(),
                Duration.between(known.readAt(), clock.instant()).toSeconds());
        return known.text();
    }

    private void remember(SecretName name, Cell cell, String text) {
        Known now = new Known(text, clock.instant());
        cell.failedAt = Instant.MIN;
        cell.known = now;
        try {
            copyLock.hold(() -> {
                SortedMap<String, String> texts = copied();
                texts.put(name.label(), text);
                texts.put(name.label() + READ_AT, now.readAt().toString());
                copy.write(texts);
                return texts;
            });
        } catch (SecretException | QueryTimeoutException e) {
            LOG.warn(
                    "Secrets can't be copied to disk ({}). A restart would fail while Secrets Manager doesn't answer",
                    e.getMessage());
        }
    }

    private Known requireUsable(SecretName name, Known known, @Nullable SecretException failure) {
        if (clock.instant().isAfter(known.readAt().plus(settings.staleLimit()))) {
            throw new SecretException(
                    "The secret %s was last read at %s, longer ago than petty.secrets.stale-limit (%s), and Secrets Manager doesn't return it%s"
                            .formatted(
                                    name.label(),
                                    known.readAt(),
                                    settings.staleLimit(),
                                    failure == null ? "" : ": " + failure.getMessage()),
                    failure);
        }
        return known;
    }

    @Override
    public String change(SecretName name, UnaryOperator<String> change) {
        String refused = null;
        for (int i = 0; i < CHANGE_ATTEMPTS; i++) {
            SecretsManager.Value known = manager.get(name).orElse(null);
            String changed = change.apply(known == null ? "" : known.text());
            // If another process writes first, the next attempt starts from its value.
            boolean done;
            if (known == null) {
                done = manager.begin(name, changed);
            } else if (changed.equals(known.text())) {
                done = true;
            } else if (known.version().equals(refused)) {
                // The value hasn't changed since replace() was refused, so an operator must have restored a value that
                // was replaced before. The version id for its replacement is already used.
                manager.put(name, changed);
                done = true;
            } else {
                done = manager.replace(name, known, changed);
                refused = known.version();
            }
            if (done) {
                remember(name, cell(name), changed);
                return changed;
            }
        }
        throw new SecretException("The secret %s was changed by other processes at each of %d attempts: try again later"
                .formatted(name.label(), CHANGE_ATTEMPTS));
    }

    private @Nullable Known fromCopy(SecretName name) {
        SortedMap<String, String> texts = copied();
        String text = texts.get(name.label());
        String readAt = texts.get(name.label() + READ_AT);
        try {
            return text == null || readAt == null ? null : new Known(text, Instant.parse(readAt));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private SortedMap<String, String> copied() {
        try {
            return copy.read();
        } catch (SecretException e) {
            LOG.warn("The copy of secrets on disk is unusable and will be replaced: {}", e.getMessage());
            return new TreeMap<>();
        }
    }

    @Override
    public void close() {
        background.shutdownNow();
        manager.close();
    }
}
