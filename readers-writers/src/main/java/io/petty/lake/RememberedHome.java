package io.petty.lake;

import io.petty.home.PrivateFiles;
import io.petty.settings.SettingsException;
import io.petty.storage.StorageLocation;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The state of a home that commands record for later ones: where raw files and feedback were last read from, where its
 * tables were created, and with how many buckets.
 *
 * @param raw the last raw root; null for none
 * @param feedback the last feedback root; null for none
 * @param lake the location of the tables; null before they are created
 * @param buckets number of buckets of collars; null before tables are created
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
     * Reads the state of a home folder; all values are null if none is recorded yet.
     *
     * @throws IOException if the folder can't be read
     * @throws NumberFormatException if the number of buckets in the file is not a number
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
     * Returns the location of the tables: the setting, else where they were created, else a folder in the home.
     *
     * @param setting {@code petty.lake}; null for none
     * @throws SettingsException if the setting is not a location, or the home's tables are elsewhere
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

    /** Writes the state to the home folder, completely or not at all. */
    public void write(Path home) throws IOException {
        Properties properties = new Properties();
        put(properties, LAKE, lake);
        put(properties, BUCKETS, buckets == null ? null : buckets.toString());
        put(properties, RAW, raw);
        put(properties, FEEDBACK, feedback);
        StringWriter out = new StringWriter();
        properties.store(out, null);
        PrivateFiles.replace(home.resolve(FILE), out.toString().getBytes(StandardCharsets.UTF_8));
    }

    // Every command compares two of these. Letting the JVM generate equals takes a hundredth of the time of status.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RememberedHome home
                && Objects.equals(raw, home.raw)
                && Objects.equals(feedback, home.feedback)
                && Objects.equals(lake, home.lake)
                && Objects.equals(buckets, home.buckets);
    }

    @Override
    public int hashCode() {
        return Objects.hash(raw, feedback, lake, buckets);
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }
}
