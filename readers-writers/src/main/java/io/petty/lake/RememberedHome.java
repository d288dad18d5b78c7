package io.petty.lake;

import io.petty.settings.SettingsException;
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
 * What a home remembers of the commands before: where raw files and feedback were last read from, and where and how its
 * tables were made.
 *
 * @param raw null when no raw root was ever named
 * @param feedback null when no feedback root was ever named
 * @param lake null while no table was made
 * @param buckets into how many buckets collars are dealt; null while no table was made
 */
public record RememberedHome(
        @Nullable String raw,
        @Nullable String feedback,
        @Nullable String lake,
        @Nullable Integer buckets) {
    private static final String FILE = "home.properties";
    private static final String RAW = "raw";
    private static final String FEEDBACK = "feedback";
    private static final String LAKE = "lake";
    private static final String BUCKETS = "buckets";

    /**
     * Reads what a home folder remembers; all null where it remembers nothing yet.
     *
     * @throws IOException when the folder can't be read
     * @throws NumberFormatException when somebody put something else than a number of buckets there
     */
    public static RememberedHome read(Path home) throws IOException {
        Properties remembered = new Properties();
        Path file = home.resolve(FILE);
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                remembered.load(in);
            }
        }
        String buckets = remembered.getProperty(BUCKETS);
        return new RememberedHome(
                remembered.getProperty(RAW),
                remembered.getProperty(FEEDBACK),
                remembered.getProperty(LAKE),
                buckets == null ? null : Integer.valueOf(buckets));
    }

    /**
     * Returns where the tables are: where the setting says, else where they were made, else a folder in the home.
     *
     * @param setting {@code petty.lake}; null for none
     * @throws SettingsException when the setting is no location, or the home's tables are elsewhere
     */
    public StorageLocation lakeOf(Path home, @Nullable String setting) {
        StorageLocation location;
        try {
            String known = lake == null ? home.resolve("lake").toString() : lake;
            location = StorageLocation.parse(setting == null ? known : setting);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("petty.lake: " + e.getMessage(), e);
        }
        if (lake != null && !lake.equals(location.toString())) {
            throw new SettingsException("petty.lake is %s, but the tables of home %s are in %s: name another --home"
                    .formatted(location, home, lake));
        }
        return location;
    }

    /** Writes it into the home folder, whole or not at all. */
    public void write(Path home) throws IOException {
        Properties properties = new Properties();
        put(properties, LAKE, lake);
        put(properties, BUCKETS, buckets == null ? null : buckets.toString());
        put(properties, RAW, raw);
        put(properties, FEEDBACK, feedback);
        Path unfinished = Files.createTempFile(home, "home", ".tmp");
        try (Writer out = Files.newBufferedWriter(unfinished)) {
            properties.store(out, null);
        }
        Files.move(unfinished, home.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }
}
