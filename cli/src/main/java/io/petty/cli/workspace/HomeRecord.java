package io.petty.cli.workspace;

import io.petty.home.HomeFolder;
import io.petty.lake.Fingerprint;
import io.petty.lake.RememberedHome;
import io.petty.settings.SettingsException;
import io.petty.storage.StorageLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a home remembers from earlier commands: the last location of raw files, and the location and buckets of its
 * tables, which can't change later.
 */
final class HomeRecord {
    private static final int WORK_NAME_DIGITS = 16;

    private final Path home;
    private final @Nullable StorageLocation raw;
    private final @Nullable StorageLocation feedback;
    private final StorageLocation lake;
    private final StorageLocation work;
    private final int buckets;
    private final RememberedHome remembered;

    private HomeRecord(
            Path home,
            @Nullable StorageLocation raw,
            @Nullable StorageLocation feedback,
            StorageLocation lake,
            StorageLocation work,
            int buckets,
            RememberedHome remembered) {
        this.home = home;
        this.raw = raw;
        this.feedback = feedback;
        this.lake = lake;
        this.work = work;
        this.buckets = buckets;
        this.remembered = remembered;
    }

    /**
     * Opens or creates the home, and reads what it remembers. Settings take precedence.
     *
     * @throws SettingsException if the settings contradict those the home was created with, or its folder can't be used
     */
    static HomeRecord open(PettySettings settings) {
        try {
            HomeFolder.create(settings.home());
        } catch (IOException e) {
            throw unusable(settings, e);
        }
        return read(settings);
    }

    /**
     * Does the same, but creates no home.
     *
     * @throws SettingsException as {@link #open} does
     */
    static HomeRecord read(PettySettings settings) {
        try {
            HomeFolder.closeExisting(settings.home());
            RememberedHome remembered = RememberedHome.read(settings.home());
            StorageLocation lake = remembered.lakeOf(settings.home(), settings.lake());
            int buckets = remembered.buckets() == null ? settings.buckets() : remembered.buckets();
            if (buckets != settings.buckets()) {
                throw new SettingsException(
                        "petty.buckets is %d, but the tables of home %s have %d buckets: keep that number, or name another --home"
                                .formatted(settings.buckets(), settings.home(), buckets));
            }
            StorageLocation raw = root("petty.raw", settings.raw(), remembered.raw(), defaultRaw());
            // The sample's feedback refers to the sample's events.
            boolean sample = isSample(raw);
            StorageLocation feedback = root(
                    "petty.feedback",
                    settings.feedback(),
                    remembered.feedback(),
                    sample ? System.getProperty("petty.sample-feedback") : null);
            return new HomeRecord(settings.home(), raw, feedback, lake, work(settings, lake), buckets, remembered);
        } catch (IOException e) {
            throw unusable(settings, e);
        }
    }

    /** Returns the sample data if the command runs in the program's own folder. */
    private static @Nullable String defaultRaw() {
        return Boolean.getBoolean("petty.sample-is-default") ? System.getProperty("petty.sample") : null;
    }

    private static SettingsException unusable(PettySettings settings, IOException e) {
        return new SettingsException("petty.home: the folder %s can't be used: %s".formatted(settings.home(), e), e);
    }

    /** Remembers the locations of raw files and tables once they have been opened. Creates no home. */
    void save() throws IOException {
        RememberedHome now = new RememberedHome(text(raw), text(feedback), lake.toString(), buckets);
        if (!now.equals(remembered) && Files.isDirectory(home)) {
            now.write(home);
        }
    }

    /** Returns whether the raw files are the sample data that comes with the program. */
    boolean isSample() {
        return isSample(raw);
    }

    private static boolean isSample(@Nullable StorageLocation raw) {
        return raw != null && raw.toString().equals(System.getProperty("petty.sample"));
    }

    private static @Nullable String text(@Nullable StorageLocation location) {
        return location == null ? null : location.toString();
    }

    /** Returns a folder that only this lake uses, since every run deletes everything in it. */
    private static StorageLocation work(PettySettings settings, StorageLocation lake) {
        if (settings.work() == null && settings.spark().isOnCluster()) {
            // Executors can reach the tables, but perhaps not the home.
            return lake.resolve("work");
        }
        if (settings.work() == null) {
            return location("petty.work", settings.home().resolve("work").toString());
        }
        return location("petty.work", settings.work())
                .resolve("petty-work-"
                        + new Fingerprint().add(lake.toString()).digest().substring(0, WORK_NAME_DIGITS));
    }

    /** Returns the root named by the settings, else by an earlier command, else the default. */
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

    /** Returns the folder for data that passes between a run's steps. */
    StorageLocation work() {
        return work;
    }

    StorageLocation lake() {
        return lake;
    }

    /** Returns the location of owners' feedback; null if none was ever named. */
    @Nullable
    StorageLocation feedback() {
        return feedback;
    }

    boolean hasRaw() {
        return raw != null;
    }

    /** @throws SettingsException if no raw root was ever named */
    StorageLocation raw() {
        if (raw == null) {
            throw new SettingsException(
                    "petty.raw: home %s knows no raw files yet: name them with --raw, a folder or s3://bucket/prefix that has dt=YYYY-MM-DD folders. The sample data is the default only in Petty's own folder"
                            .formatted(home.toAbsolutePath().normalize()));
        }
        return raw;
    }
}
