package io.petty.scheduler;

import io.petty.storage.StorageLocation;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a home remembers of the commands before: where raw files were last read from, and where and how its tables were
 * made, which can't change later.
 */
final class HomeRecord {
    private static final String FILE = "home.properties";
    private static final String RAW = "raw";
    private static final String FEEDBACK = "feedback";
    private static final String LAKE = "lake";
    private static final String BUCKETS = "buckets";

    private final Path home;
    private final @Nullable StorageLocation raw;
    private final @Nullable StorageLocation feedback;
    private final StorageLocation lake;
    private final int buckets;
    private final Properties remembered;

    private HomeRecord(
            Path home,
            @Nullable StorageLocation raw,
            @Nullable StorageLocation feedback,
            StorageLocation lake,
            int buckets,
            Properties remembered) {
        this.home = home;
        this.raw = raw;
        this.feedback = feedback;
        this.lake = lake;
        this.buckets = buckets;
        this.remembered = remembered;
    }

    /**
     * Reads what the home remembers, and puts what the settings name in its place.
     *
     * @throws SettingsException when the settings don't fit what the home was made with
     */
    static HomeRecord open(PettySettings settings) {
        Path file = settings.home().resolve(FILE);
        Properties remembered = new Properties();
        try {
            Files.createDirectories(settings.home());
            if (Files.exists(file)) {
                try (Reader in = Files.newBufferedReader(file)) {
                    remembered.load(in);
                }
            }
            StorageLocation lake = lake(settings, remembered);
            int buckets = Integer.parseInt(remembered.getProperty(BUCKETS, String.valueOf(settings.buckets())));
            if (buckets != settings.buckets()) {
                throw new SettingsException(
                        "petty.buckets is %d, but the tables of home %s are made with %d: leave it so, or name another --home"
                                .formatted(settings.buckets(), settings.home(), buckets));
            }
            StorageLocation raw =
                    root("petty.raw", settings.raw(), remembered.getProperty(RAW), System.getProperty("petty.sample"));
            // The sample's feedback is on the sample's events.
            boolean sample = raw != null && raw.toString().equals(System.getProperty("petty.sample"));
            StorageLocation feedback = root(
                    "petty.feedback",
                    settings.feedback(),
                    remembered.getProperty(FEEDBACK),
                    sample ? System.getProperty("petty.sample-feedback") : null);
            return new HomeRecord(settings.home(), raw, feedback, lake, buckets, remembered);
        } catch (IOException e) {
            throw new SettingsException("petty.home: the folder %s can't be used: %s".formatted(settings.home(), e), e);
        }
    }

    /** Remembers where raw files and tables are, once they could be opened there. */
    void save() throws IOException {
        Properties now = new Properties();
        now.setProperty(LAKE, lake.toString());
        now.setProperty(BUCKETS, String.valueOf(buckets));
        if (raw != null) {
            now.setProperty(RAW, raw.toString());
        }
        if (feedback != null) {
            now.setProperty(FEEDBACK, feedback.toString());
        }
        if (now.equals(remembered)) {
            return;
        }
        Path unfinished = Files.createTempFile(home, "home", ".tmp");
        try (Writer out = Files.newBufferedWriter(unfinished)) {
            now.store(out, null);
        }
        Files.move(unfinished, home.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static StorageLocation lake(PettySettings settings, Properties remembered) {
        String known = remembered.getProperty(LAKE);
        StorageLocation lake = settings.lake() == null
                ? location(
                        "petty.lake",
                        known == null ? settings.home().resolve("lake").toString() : known)
                : location("petty.lake", settings.lake());
        if (known != null && !known.equals(lake.toString())) {
            throw new SettingsException("petty.lake is %s, but the tables of home %s are in %s: name another --home"
                    .formatted(lake, settings.home(), known));
        }
        return lake;
    }

    /** What the settings name, else what an earlier command did, else what is there anyway. */
    private static @Nullable StorageLocation root(
            String property, @Nullable String named, @Nullable String known, @Nullable String otherwise) {
        String text = named != null ? named : known != null ? known : otherwise;
        return text == null ? null : location(property, text);
    }

    private static StorageLocation location(String property, String text) {
        try {
            return StorageLocation.parse(text);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(property + ": " + e.getMessage(), e);
        }
    }

    StorageLocation lake() {
        return lake;
    }

    /** Where owners' feedback is; null when no feedback root was ever named. */
    @Nullable
    StorageLocation feedback() {
        return feedback;
    }

    /** @throws SettingsException when no raw root was ever named */
    StorageLocation raw() {
        if (raw == null) {
            throw new SettingsException(
                    "petty.raw: home %s knows no raw files yet: name them with --raw, a folder or s3://bucket/prefix that has dt=YYYY-MM-DD folders"
                            .formatted(home));
        }
        return raw;
    }
}
