package io.petty.api;

import io.petty.access.AccessSettings;
import io.petty.lake.DatabaseSettings;
import io.petty.lake.RememberedHome;
import io.petty.reading.CollarBuckets;
import io.petty.secret.SecretSettings;
import io.petty.settings.LogSettings;
import io.petty.settings.SettingsException;
import io.petty.settings.TraceSettings;
import io.petty.storage.S3Settings;
import io.petty.storage.StorageLocation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

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
        Path home,
        @Nullable String lake,
        int buckets,
        @Nullable String userKeySecret,
        S3 s3,
        DatabaseSettings database,
        SecretSettings secrets,
        AccessSettings access,
        LogSettings log,
        TraceSettings traces,
        ApiSettings api) {
    static final ServeSettings DEFAULTS = new ServeSettings(
            Path.of(".petty"),
            null,
            CollarBuckets.DEFAULT_COUNT,
            null,
            new S3(null, null, false, S3Settings.DEFAULT_TIMEOUT, null),
            DatabaseSettings.EMBEDDED,
            SecretSettings.LOCAL,
            AccessSettings.DEFAULTS,
            LogSettings.DEFAULTS,
            TraceSettings.OFF,
            ApiSettings.DEFAULTS);

    /** How S3 is reached; credentials come from the AWS SDK's default chain. */
    record S3(
            @Nullable URI endpoint,
            @Nullable String region,
            boolean pathStyle,
            Duration timeout,
            @Nullable String checksums) {}

    S3Settings s3Settings() {
        try {
            return new S3Settings(
                    s3.endpoint(), s3.region(), s3.pathStyle(), s3.timeout(), S3Settings.Checksums.of(s3.checksums()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("petty.s3: " + e.getMessage(), e);
        }
    }

    /** @throws SettingsException when the home's tables are elsewhere */
    StorageLocation lakeLocation(RememberedHome remembered) {
        StorageLocation location;
        try {
            location = lake == null ? remembered.lakeOf(home) : StorageLocation.parse(lake);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("petty.lake: " + e.getMessage(), e);
        }
        if (remembered.lake() != null && !remembered.lake().equals(location.toString())) {
            throw new SettingsException("petty.lake is %s, but the tables of home %s are in %s: name another --home"
                    .formatted(location, home, remembered.lake()));
        }
        return location;
    }

    CollarBuckets collarBuckets(RememberedHome remembered) {
        Integer known = remembered.buckets();
        return new CollarBuckets(known == null ? buckets : known);
    }

    /** Makes all that settings are made into, which has rules of its own. */
    void check() {
        database.checkHome(home);
        s3Settings();
        new CollarBuckets(buckets);
        api.surface();
    }
}
