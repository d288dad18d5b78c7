package io.petty.cli.workspace;

import io.petty.access.AccessSettings;
import io.petty.feedback.FeedbackRules;
import io.petty.feedback.UserKeys;
import io.petty.jobs.JobSettings;
import io.petty.jobs.maintain.Retention;
import io.petty.jobs.rules.TimelineRules;
import io.petty.lake.database.DatabaseSettings;
import io.petty.raw.RawRules;
import io.petty.reading.CollarBuckets;
import io.petty.reading.ReadingSorter;
import io.petty.scheduler.ScheduleSettings;
import io.petty.scheduler.telemetry.MetricsSettings;
import io.petty.secret.SecretSettings;
import io.petty.settings.LogSettings;
import io.petty.settings.SettingChecks;
import io.petty.settings.SparkSettings;
import io.petty.settings.TraceSettings;
import io.petty.storage.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * All settings, below {@code petty}.
 *
 * @param home folder of the embedded database and, unless another lake is named, of the tables
 * @param raw location of the raw files; null if neither an option nor an earlier command named it
 * @param feedback location of owners' feedback; null if neither an option nor an earlier command named it
 * @param userKeySecret key of the keyed hashes of user ids; null for a secret that Petty creates
 * @param lake location of the tables; null for a folder in the home
 * @param work location of the data that passes between the steps of a run; null for a folder in the home
 * @param secrets store of the secrets
 * @param access lifetimes and limits of tokens and API keys
 * @param buckets number of buckets that collars are distributed over
 * @param threads number of partitions that run at once; 0 for the number of processors
 * @param sortReadings see {@link JobSettings}; 0 to share a quarter of the heap between all threads, with at most
 *     {@value #MOST_SORT_READINGS} readings each
 * @param maxRejectShare see {@link JobSettings}
 * @param allowIncomplete whether a run counts as done if it published a day with lost files
 * @param spark the Spark cluster, if any
 * @param retention how long superseded data is kept
 * @param schedule when the nightly daemon runs, and how it handles failed nights
 * @param log format and level of the log
 * @param traces the receiver of traces of runs
 * @param metrics the receiver of metrics of runs
 */
@ConfigurationProperties("petty")
public record PettySettings(
        Path home,
        @Nullable String raw,
        @Nullable String feedback,
        @Nullable String lake,
        @Nullable String work,
        @Nullable String userKeySecret,
        S3Settings s3,
        DatabaseSettings database,
        SecretSettings secrets,
        AccessSettings access,
        Api api,
        int buckets,
        int threads,
        int sortReadings,
        double maxRejectShare,
        boolean allowIncomplete,
        Lease lease,
        SparkSettings spark,
        Retention retention,
        ScheduleSettings schedule,
        LogSettings log,
        TraceSettings traces,
        MetricsSettings metrics,
        RawRules rawRules,
        FeedbackRules feedbackRules,
        TimelineRules rules) {

    private static final int MOST_SORT_READINGS = 1_000_000;
    private static final int LEAST_SORT_READINGS = 1_000;
    private static final int HEAP_SHARE = 4;

    static final PettySettings DEFAULTS = new PettySettings(
            Path.of(".petty"),
            null,
            null,
            null,
            null,
            null,
            S3Settings.AWS,
            DatabaseSettings.EMBEDDED,
            SecretSettings.LOCAL,
            AccessSettings.DEFAULTS,
            new Api(URI.create("http://127.0.0.1:8080")),
            CollarBuckets.DEFAULT_COUNT,
            0,
            0,
            0.05,
            false,
            new Lease(Duration.ofSeconds(30)),
            SparkSettings.OFF,
            Retention.DEFAULTS,
            ScheduleSettings.DEFAULTS,
            LogSettings.DEFAULTS,
            TraceSettings.OFF,
            MetricsSettings.OFF,
            RawRules.DEFAULTS,
            FeedbackRules.DEFAULTS,
            TimelineRules.DEFAULTS);

    /**
     * The lease that limits a lake to one writer.
     *
     * @param expiry time without a renewal after which a run counts as dead; at least a second
     */
    public record Lease(Duration expiry) {
        public Lease {
            SettingChecks.atLeast("petty.lease.expiry", expiry, Duration.ofSeconds(1));
        }
    }

    /**
     * The public address of the API.
     *
     * @param url an http or https address without a query
     */
    public record Api(URI url) {
        public Api {
            SettingChecks.httpAddress("petty.api.url", url, "http://127.0.0.1:8080");
        }
    }

    public PettySettings {
        if (userKeySecret != null) {
            new UserKeys(userKeySecret);
        }
        SettingChecks.atLeast("petty.threads", threads, 0);
    }

    /** Returns the defaults with the given options of the command line; null for options that aren't given. */
    static PettySettings ofOptions(
            @Nullable String home, @Nullable String raw, @Nullable String feedback, @Nullable String lake) {
        return new PettySettings(
                home == null ? DEFAULTS.home : Path.of(home),
                raw,
                feedback,
                lake,
                DEFAULTS.work,
                DEFAULTS.userKeySecret,
                DEFAULTS.s3,
                DEFAULTS.database,
                DEFAULTS.secrets,
                DEFAULTS.access,
                DEFAULTS.api,
                DEFAULTS.buckets,
                DEFAULTS.threads,
                DEFAULTS.sortReadings,
                DEFAULTS.maxRejectShare,
                DEFAULTS.allowIncomplete,
                DEFAULTS.lease,
                DEFAULTS.spark,
                DEFAULTS.retention,
                DEFAULTS.schedule,
                DEFAULTS.log,
                DEFAULTS.traces,
                DEFAULTS.metrics,
                DEFAULTS.rawRules,
                DEFAULTS.feedbackRules,
                DEFAULTS.rules);
    }

    /** Builds the derived settings, so that their validation runs now. */
    void check() {
        database.checkHome(home);
        jobSettings();
        collarBuckets();
    }

    CollarBuckets collarBuckets() {
        return new CollarBuckets(buckets);
    }

    JobSettings jobSettings() {
        int partitions = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        int sorted = sortReadings == 0 ? sortReadings(Runtime.getRuntime().maxMemory(), partitions) : sortReadings;
        return new JobSettings(partitions, sorted, maxRejectShare, rawRules, rules);
    }

    /**
     * Returns the number of readings that a partition may hold in memory while it sorts. All partitions together then
     * fit into the heap.
     */
    static int sortReadings(long heapBytes, int partitions) {
        long fitting = heapBytes / HEAP_SHARE / ReadingSorter.READING_BYTES / partitions;
        return (int) Math.max(LEAST_SORT_READINGS, Math.min(MOST_SORT_READINGS, fitting));
    }
}
