package io.petty.api;

import io.petty.access.AccessSettings;
import io.petty.lake.DatabaseSettings;
import io.petty.lake.RememberedHome;
import io.petty.reading.CollarBuckets;
import io.petty.secret.SecretSettings;
import io.petty.settings.LogSettings;
import io.petty.settings.TraceSettings;
import io.petty.storage.S3Settings;
import java.nio.file.Path;
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
        S3Settings s3,
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
            S3Settings.AWS,
            DatabaseSettings.EMBEDDED,
            SecretSettings.LOCAL,
            AccessSettings.DEFAULTS,
            LogSettings.DEFAULTS,
            TraceSettings.OFF,
            ApiSettings.DEFAULTS);

    CollarBuckets collarBuckets(RememberedHome remembered) {
        Integer known = remembered.buckets();
        return new CollarBuckets(known == null ? buckets : known);
    }

    /** Makes all that settings are made into, which has rules of its own. */
    void check() {
        database.checkHome(home);
        new CollarBuckets(buckets);
        api.surface();
    }
}
