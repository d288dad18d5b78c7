package io.petty.api;

import io.petty.access.AccessSettings;
import io.petty.api.settings.ApiSettings;
import io.petty.lake.RememberedHome;
import io.petty.lake.database.DatabaseSettings;
import io.petty.reading.CollarBuckets;
import io.petty.secret.SecretSettings;
import io.petty.settings.LogSettings;
import io.petty.settings.SettingsException;
import io.petty.settings.SettingsLoader;
import io.petty.settings.TraceSettings;
import io.petty.storage.S3Settings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The settings of the service below {@code petty}: those of the lake, which all commands share, and its own.
 *
 * @param home the folder of the embedded database and, by default, of the tables
 * @param lake the location of the tables; null for the one that the home remembers
 * @param buckets the number of collar buckets, unless the home remembers it
 * @param userKeySecret the key of the hashes of user ids; null for the stored secret
 */
@ConfigurationProperties("petty")
record ServeSettings(
        @DefaultValue(".petty") Path home,
        @Nullable String lake,
        @DefaultValue("" + CollarBuckets.DEFAULT_COUNT) int buckets,
        @Nullable String userKeySecret,
        S3Settings s3,
        DatabaseSettings database,
        SecretSettings secrets,
        AccessSettings access,
        LogSettings log,
        TraceSettings traces,
        @DefaultValue ApiSettings api) {
    private static final ConfigurationPropertyName OWN = ConfigurationPropertyName.of("petty.api");

    /** The settings that all commands share. */
    private record Shared(
            S3Settings s3,
            DatabaseSettings database,
            SecretSettings secrets,
            AccessSettings access,
            LogSettings log,
            TraceSettings traces) {}

    private static final Shared SHARED = new Shared(
            S3Settings.AWS,
            DatabaseSettings.EMBEDDED,
            SecretSettings.LOCAL,
            AccessSettings.DEFAULTS,
            LogSettings.DEFAULTS,
            TraceSettings.OFF);

    /**
     * Loads the settings.
     *
     * @param options values by property name, which override all other sources
     * @throws SettingsException if a setting is invalid; the message names the property
     */
    static ServeSettings load(Map<String, Object> options) {
        // Ignores settings of other commands, but refuses unknown ones below petty.api.
        return new SettingsLoader()
                .load(
                        ServeSettings.class,
                        SHARED,
                        options,
                        property -> !OWN.isAncestorOf(property),
                        ServeSettings::check);
    }

    CollarBuckets collarBuckets(RememberedHome remembered) {
        Integer known = remembered.buckets();
        return new CollarBuckets(known == null ? buckets : known);
    }

    /** Builds the derived settings, so that their validation runs now. */
    private void check() {
        database.checkHome(home);
        new CollarBuckets(buckets);
    }
}
