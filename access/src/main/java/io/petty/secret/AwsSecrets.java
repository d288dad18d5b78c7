package io.petty.secret;

import io.petty.secret.SecretsManager.NoSuchSecretException;
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

/**
 * Secrets in AWS Secrets Manager. What was read is remembered for a time to live, asked for again in the background before
 * that is over, and stands in while Secrets Manager doesn't answer, up to a limit; also after a restart, by a copy on the
 * disk that is encrypted like the local store.
 */
final class AwsSecrets implements Secrets {
    private static final Logger LOG = LoggerFactory.getLogger(AwsSecrets.class);

    /** When this share of the time to live is over, the next call has the secret asked for again. */
    private static final double AHEAD = 0.8;

    /** After a failure it isn't asked for again for this share of the time to live. */
    private static final double PAUSE = 0.1;

    private static final int CHANGES = 20;
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

    /**
     * What is known of a secret.
     *
     * @param text null for a secret that there is none of
     */
    private record Known(@Nullable String text, Instant readAt) {}

    private static final class Cell {
        private volatile @Nullable Known known;
        private volatile Instant failedAt = Instant.MIN;
        private final AtomicBoolean asking = new AtomicBoolean();
    }

    AwsSecrets(Path home, SecretSettings settings, SecretsManager manager, Clock clock) {
        this.manager = manager;
        this.settings = settings;
        this.clock = clock;
        copy = new EncryptedFile(home.resolve("secrets.cache"), settings.keyFile(home));
        copyLock = new HomeLock(home);
    }

    static AwsSecrets open(Path home, SecretSettings settings, Clock clock) {
        return new AwsSecrets(home, settings, SecretsManager.open(settings), clock);
    }

    @Override
    public Optional<String> find(SecretName name) {
        Cell cell = cell(name);
        Known known = cell.known;
        if (known == null || known.text() == null) {
            return Optional.ofNullable(asked(name, cell).text());
        }
        Duration age = Duration.between(known.readAt(), clock.instant());
        if (age.compareTo(settings.timeToLive()) < 0) {
            if (age.compareTo(share(AHEAD)) >= 0) {
                askInBackground(name, cell);
            }
            return Optional.ofNullable(known.text());
        }
        // One asks while the others go on with what there is.
        if (paused(cell) || !cell.asking.compareAndSet(false, true)) {
            return Optional.ofNullable(standIn(name, known, null).text());
        }
        try {
            return Optional.ofNullable(asked(name, cell).text());
        } finally {
            cell.asking.set(false);
        }
    }

    @Override
    public Optional<String> findNow(SecretName name) {
        return Optional.ofNullable(asked(name, cell(name)).text());
    }

    private Cell cell(SecretName name) {
        return cells.computeIfAbsent(name, unknown -> new Cell());
    }

    private Duration share(double share) {
        return Duration.ofMillis((long) (settings.timeToLive().toMillis() * share));
    }

    private boolean paused(Cell cell) {
        return clock.instant().isBefore(cell.failedAt.plus(share(PAUSE)));
    }

    private void askInBackground(SecretName name, Cell cell) {
        if (paused(cell) || !cell.asking.compareAndSet(false, true)) {
            return;
        }
        try {
            background.execute(() -> {
                try {
                    asked(name, cell);
                } catch (SecretException e) {
                    LOG.debug("A secret could not be read ahead", e);
                } finally {
                    cell.asking.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            cell.asking.set(false);
        }
    }

    /** The secret as Secrets Manager has it, or as it was when that last answered. */
    private Known asked(SecretName name, Cell cell) {
        try {
            return took(name, cell, manager.get(name).text());
        } catch (NoSuchSecretException e) {
            return took(name, cell, null);
        } catch (SecretException e) {
            cell.failedAt = clock.instant();
            Known known = cell.known;
            if (known == null || known.text() == null) {
                known = fromCopy(name);
            }
            if (known == null) {
                throw e;
            }
            Known good = standIn(name, known, e);
            cell.known = good;
            LOG.warn(
                    "{}: going on with the secret {} as it was {} s ago",
                    e.getMessage(),
                    name.label(),
                    Duration.between(good.readAt(), clock.instant()).toSeconds());
            return good;
        }
    }

    private Known took(SecretName name, Cell cell, @Nullable String text) {
        Known now = new Known(text, clock.instant());
        cell.failedAt = Instant.MIN;
        cell.known = now;
        if (text != null) {
            keepCopy(name, text, now.readAt());
        }
        return now;
    }

    private Known standIn(SecretName name, Known known, @Nullable SecretException failure) {
        if (clock.instant().isAfter(known.readAt().plus(settings.staleLimit()))) {
            throw new SecretException(
                    "The secret %s was last read at %s, longer ago than petty.secrets.stale-limit, %s, and Secrets Manager doesn't give it%s"
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
        Cell cell = cell(name);
        String refused = null;
        for (int i = 0; i < CHANGES; i++) {
            SecretsManager.Value known = current(name);
            String text = known == null ? null : known.text();
            String changed = change.apply(text == null ? "" : text);
            if (changed.equals(text)) {
                took(name, cell, changed);
                return changed;
            }
            // When another process came first, its value is the one to be changed.
            boolean done;
            if (known == null || text == null) {
                done = manager.begin(name, changed);
            } else if (known.version().equals(refused)) {
                manager.put(name, changed);
                done = true;
            } else {
                done = manager.replace(name, known, changed);
                refused = known.version();
            }
            if (done) {
                took(name, cell, changed);
                return changed;
            }
        }
        throw new SecretException("The secret %s is changed by others all the time: let one of those who do so end"
                .formatted(name.label()));
    }

    private SecretsManager.@Nullable Value current(SecretName name) {
        try {
            return manager.get(name);
        } catch (NoSuchSecretException e) {
            return null;
        }
    }

    private void keepCopy(SecretName name, String text, Instant readAt) {
        try {
            copyLock.hold(() -> {
                SortedMap<String, String> texts = copied();
                texts.put(name.label(), text);
                texts.put(name.label() + READ_AT, readAt.toString());
                copy.write(NamedTexts.write(texts));
                return texts;
            });
        } catch (SecretException e) {
            LOG.warn("Secrets would not outlive a restart while Secrets Manager doesn't answer: {}", e.getMessage());
        }
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

    /** It is a copy alone, so one that can't be read is as good as none. */
    private SortedMap<String, String> copied() {
        try {
            byte[] content = copy.read().orElse(null);
            return content == null ? new TreeMap<>() : NamedTexts.read(content);
        } catch (SecretException | IllegalArgumentException e) {
            LOG.warn("The copy of secrets on the disk is unusable and will be replaced: {}", e.getMessage());
            return new TreeMap<>();
        }
    }

    @Override
    public boolean isManaged() {
        return true;
    }

    @Override
    public void close() {
        background.shutdownNow();
        manager.close();
    }
}
