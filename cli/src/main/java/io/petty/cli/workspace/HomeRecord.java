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
 * What a home remembers of the commands before: where raw files were last read from, and where and how its tables were
 * made, which can't change later.
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
     * Creates the home where there is none, reads what it remembers, and puts what the settings name in its place.
     *
     * @throws SettingsException when the settings don't fit what the home was made with, or its folder can't be used
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
     * The same, but creates no home.
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
                        "petty.buckets is %d, but the tables of home %s are made with %d: leave it so, or name another --home"
                                .formatted(settings.buckets(), settings.home(), buckets));
            }
            StorageLocation raw = root("petty.raw", settings.raw(), remembered.raw(), defaultRaw());
            // The sample's feedback is on the sample's events.
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

    /** The sample data where the launcher says so: in the program's own folder. */
    private static @Nullable String defaultRaw() {
        return Boolean.getBoolean("petty.sample-is-default") ? System.getProperty("petty.sample") : null;
    }

    private static SettingsException unusable(PettySettings settings, IOException e) {
        return new SettingsException("petty.home: the folder %s can't be used: %s".formatted(settings.home(), e), e);
    }

    /** Remembers where raw files and tables are, once they could be opened there; creates no home for it. */
    void save() throws IOException {
        RememberedHome now = new RememberedHome(text(raw), text(feedback), lake.toString(), buckets);
        if (!now.equals(remembered) && Files.isDirectory(home)) {
            now.write(home);
        }
    }

    /** Whether the raw files are those that come with the program. */
    boolean isSample() {
        return isSample(raw);
    }

    private static boolean isSample(@Nullable StorageLocation raw) {
        return raw != null && raw.toString().equals(System.getProperty("petty.sample"));
    }

    private static @Nullable String text(@Nullable StorageLocation location) {
        return location == null ? null : location.toString();
    }

    /** A folder of the lake's own, since all that is in it is deleted with every run. */
    private static StorageLocation work(PettySettings settings, StorageLocation lake) {
        if (settings.work() == null && settings.spark().isOnCluster()) {
            // Executors reach the tables, and the home perhaps not.
            return lake.resolve("work");
        }
        if (settings.work() == null) {
            return location("petty.work", settings.home().resolve("work").toString());
        }
        return location("petty.work", settings.work())
                .resolve("petty-work-"
                        + new Fingerprint().add(lake.toString()).digest().substring(0, WORK_NAME_DIGITS));
    }

    /** Returns the root that the settings name, else the one that an earlier command named, else the default. */
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

    /** Where a run keeps what passes between its steps. */
    StorageLocation work() {
        return work;
    }

    StorageLocation lake() {
        return lake;
    }

    /** Where owners' feedback is; null when no feedback root was ever named. */
    @Nullable
    StorageLocation feedback() {
        return feedback;
    }

    boolean hasRaw() {
        return raw != null;
    }

    /** @throws SettingsException when no raw root was ever named */
    StorageLocation raw() {
        if (raw == null) {
            throw new SettingsException(
                    "petty.raw: home %s knows no raw files yet: name them with --raw, a folder or s3://bucket/prefix that has dt=YYYY-MM-DD folders. Only in Petty's own folder is the sample data the default"
                            .formatted(home.toAbsolutePath().normalize()));
        }
        return raw;
    }
}
