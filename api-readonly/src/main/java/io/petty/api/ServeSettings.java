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
 * The settings that serving heeds, below {@code petty}: those of the lake, which all commands share, and its own.
 *
 * @param home folder of the embedded database and, unless another lake is named, the tables
 * @param lake where the tables are; null for what the home remembers
 * @param buckets into how many buckets collars are dealt, unless the home remembers it
 * @param userKeySecret under which users' ids become their keys; null for the secret that is kept
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

    /** Defaults of the settings that all commands share. */
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
     * Finds the settings.
     *
     * @param options by property name, before all else
     * @throws SettingsException that names the property, when a setting makes no sense
     */
    static ServeSettings load(Map<String, Object> options) {
        // Settings of other commands may stand beside those that count here; below petty.api are none but ours.
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

    /** Makes all that settings are made into, which has rules of its own. */
    private void check() {
        database.checkHome(home);
        new CollarBuckets(buckets);
    }
}
