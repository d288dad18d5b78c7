package io.petty.cli.workspace;

import io.micrometer.core.instrument.MeterRegistry;
import io.petty.access.KeyAdministration;
import io.petty.access.SigningKeys;
import io.petty.access.TokenAdministration;
import io.petty.home.HomeFolder;
import io.petty.jobs.FailureText;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.WorkFolder;
import io.petty.jobs.feedback.FeedbackRoot;
import io.petty.jobs.ingest.RawFolders;
import io.petty.jobs.partition.LocalEngine;
import io.petty.jobs.partition.PartitionEngine;
import io.petty.jobs.run.BatchJobs;
import io.petty.jobs.update.LakeUpdate;
import io.petty.lake.Deliveries;
import io.petty.lake.EventDays;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import io.petty.lake.LakeRecords;
import io.petty.lake.LeaseHolder;
import io.petty.lake.Publications;
import io.petty.lake.RunHistory;
import io.petty.lake.Runs;
import io.petty.lake.database.DatabaseLogins;
import io.petty.lake.database.DatabaseUnavailableException;
import io.petty.lake.database.LakeDatabase;
import io.petty.lake.lease.Lease;
import io.petty.lake.lease.Leases;
import io.petty.secret.ClusterSecret;
import io.petty.secret.DatabaseSecret;
import io.petty.secret.KeyedHashKey;
import io.petty.secret.SecretException;
import io.petty.secret.Secrets;
import io.petty.settings.SettingsException;
import io.petty.settings.SparkSettings;
import io.petty.spark.SparkDriver;
import io.petty.spark.SparkEngine;
import io.petty.storage.Storage;
import io.petty.storage.StorageLocation;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.listener.StepExecutionListener;

/** A home with its database, lake and raw files. Lake and raw files are opened when first needed. */
public final class Workspace implements Closeable {
    private final PettySettings settings;
    private final HomeRecord home;
    private final Clock clock;
    private final Secrets secrets;
    private final LakeDatabase database;
    private final KeyedHashKey keyedHashKey;
    private final LakeRecords records;
    private final ForgottenCollars forgotten;
    private final EventDays eventDays;
    private @Nullable Lake lake;
    private @Nullable Storage raw;
    private @Nullable Storage feedback;
    private @Nullable WorkFiles workFiles;

    private Workspace(PettySettings settings, HomeRecord home, boolean create, Clock clock) {
        this.settings = settings;
        this.home = home;
        this.clock = clock;
        this.secrets = Secrets.open(settings.home(), settings.secrets(), clock);
        try {
            DatabaseLogins logins = DatabaseSecret.logins(secrets, settings.database());
            this.database = create
                    ? LakeDatabase.open(settings.home(), settings.database(), logins)
                    : LakeDatabase.openExisting(settings.home(), settings.database(), logins)
                            .orElseThrow(this::nothingThere);
        } catch (DatabaseUnavailableException | SecretException | SettingsException e) {
            secrets.close();
            throw e instanceof SettingsException wrong
                    ? wrong
                    : new SettingsException(String.valueOf(e.getMessage()), e);
        }
        this.keyedHashKey = new KeyedHashKey(database, secrets, settings.userKeySecret());
        this.records = LakeRecords.of(database, clock);
        this.forgotten = new ForgottenCollars(database, keyedHashKey::get, clock);
        this.eventDays = new EventDays(
                records.deliveries(),
                records.feedback(),
                records.publications(),
                settings.rules().inForce());
    }

    private SettingsException nothingThere() {
        String url = settings.database().url();
        if (url != null) {
            return new SettingsException(
                    "petty.database.url: the database at %s has no Petty tables yet: ./petty run%s creates them"
                            .formatted(url, homeOption()));
        }
        return new SettingsException(
                "petty.home: there is no %s %s: ./petty run%s creates it, or name another with --home"
                        .formatted(
                                Files.isDirectory(settings.home()) ? "database in home" : "home at",
                                settings.home(),
                                homeOption()));
    }

    /**
     * Opens a home, or creates it, and remembers the locations of its raw files and tables.
     *
     * @param created receives a sentence if the home is new
     * @throws SettingsException if the settings contradict those the home was created with
     */
    static Workspace open(PettySettings settings, Clock clock, Consumer<String> created) {
        boolean isNew = isNew(settings);
        Workspace workspace = new Workspace(settings, HomeRecord.open(settings), true, clock);
        if (isNew) {
            created.accept(workspace.newHome());
        }
        return workspace;
    }

    /**
     * Opens a home like {@link #open}, for commands that read raw files. Creates no home without raw files.
     *
     * @throws SettingsException also if no raw root is known or, for a new home, a local folder doesn't exist
     */
    static Workspace openForRaw(PettySettings settings, Clock clock, Consumer<String> created) {
        HomeRecord known = HomeRecord.read(settings);
        StorageLocation raw = known.raw();
        if (isNew(settings)) {
            requireFolder("petty.raw", raw);
            requireFolder("petty.feedback", known.feedback());
        }
        return open(settings, clock, created);
    }

    private static void requireFolder(String property, @Nullable StorageLocation location) {
        if (location != null && !location.isS3() && !Files.isDirectory(location.path())) {
            throw new SettingsException("%s: there is no folder %s".formatted(property, location));
        }
    }

    private static boolean isNew(PettySettings settings) {
        try {
            return !HomeFolder.isHome(settings.home());
        } catch (IOException e) {
            // Opening it reports the reason.
            return false;
        }
    }

    private String newHome() {
        StringBuilder text =
                new StringBuilder("new home " + settings.home().toAbsolutePath().normalize());
        if (home.hasRaw()) {
            text.append(", with raw files from ").append(home.raw());
            if (home.isSample()) {
                text.append(" (the sample data)");
            }
        }
        StorageLocation said = home.feedback();
        return said == null ? text.toString() : text + " and feedback from " + said;
    }

    /**
     * Opens an existing home.
     *
     * @throws SettingsException also if it has no database; the message says how to create it
     */
    static Workspace openExisting(PettySettings settings, Clock clock) {
        return new Workspace(settings, HomeRecord.read(settings), false, clock);
    }

    public LakeDatabase database() {
        return database;
    }

    public Deliveries deliveries() {
        return records.deliveries();
    }

    public FeedbackDeliveries feedbackDeliveries() {
        return records.feedback();
    }

    public Publications publications() {
        return records.publications();
    }

    public ForgottenCollars forgotten() {
        return forgotten;
    }

    public Runs runs() {
        return records.runs();
    }

    public RunHistory runHistory() {
        return records.history();
    }

    public EventDays eventDays() {
        return eventDays;
    }

    /** Returns the option by which a suggested command finds this home; empty for the default home. */
    public String homeOption() {
        return settings.home().equals(PettySettings.DEFAULTS.home()) ? "" : " --home " + settings.home();
    }

    public PettySettings settings() {
        return settings;
    }

    /** @throws SettingsException if the location of the tables can't be opened */
    public Lake lake() {
        if (lake == null) {
            try {
                lake = new Lake(database, home.lake(), settings.s3(), settings.collarBuckets());
                home.save();
            } catch (IOException | RuntimeException e) {
                throw cannotOpen("petty.lake", home.lake(), e);
            }
        }
        return lake;
    }

    /** Returns whether the raw files are the sample data. */
    public boolean isSample() {
        return home.isSample();
    }

    /** Returns the location of the raw files. */
    public StorageLocation rawLocation() {
        return home.raw();
    }

    /** @throws SettingsException if the raw root can't be opened */
    public Storage raw() {
        if (raw == null) {
            try {
                raw = Storage.open(home.raw(), settings.s3());
                if (!RawFolders.list(raw).days().isEmpty()) {
                    home.save();
                }
            } catch (SettingsException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                throw cannotOpen("petty.raw", home.raw(), e);
            }
        }
        return raw;
    }

    /**
     * Returns the location of owners' feedback and how it is read; null if there is none.
     *
     * @throws SettingsException if the feedback root can't be opened
     */
    @Nullable
    FeedbackRoot feedbackRoot() {
        StorageLocation location = home.feedback();
        if (location == null) {
            return null;
        }
        if (feedback == null) {
            try {
                feedback = Storage.open(location, settings.s3());
                if (settings.feedback() != null) {
                    // Only checks a root that a setting names. A remembered root may be unavailable for a while; the
                    // run then reports that and continues without it.
                    feedback.folders("");
                }
                home.save();
            } catch (IOException | RuntimeException e) {
                throw cannotOpen("petty.feedback", location, e);
            }
        }
        return new FeedbackRoot(feedback, settings.feedbackRules(), keyedHashKey.get());
    }

    public Secrets secrets() {
        return secrets;
    }

    public KeyedHashKey keyedHashKey() {
        return keyedHashKey;
    }

    public TokenAdministration tokens() {
        return new TokenAdministration(
                database,
                new SigningKeys(secrets, settings.access(), clock),
                settings.access(),
                keyedHashKey::get,
                clock);
    }

    public KeyAdministration apiKeys() {
        return new KeyAdministration(database, settings.access(), clock);
    }

    private static SettingsException cannotOpen(String property, StorageLocation location, Exception cause) {
        String hint = location.isS3()
                ? " (see petty.s3.endpoint, petty.s3.region and petty.s3.path-style; credentials come from the AWS SDK's default chain)"
                : "";
        return new SettingsException(
                "%s: %s can't be opened: %s%s".formatted(property, location, FailureText.of(cause), hint), cause);
    }

    public Leases leases() {
        return new Leases(database, runs(), deliveries(), settings.lease().expiry());
    }

    /** Returns the current writer. A dead process of this home doesn't count, even before its lease expires. */
    public Optional<LeaseHolder> holder() {
        try (RunLock lock = RunLock.takeExisting(settings.home()).orElse(null)) {
            return leases().holder(lock == null ? null : lock.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates the update of the lake that a run executes. */
    public LakeUpdate lakeUpdate(
            Lease lease,
            StopRequest stop,
            Progress progress,
            WorkFolder work,
            List<StepExecutionListener> stepListeners,
            Supplier<MeterRegistry> figures) {
        JobParts parts = jobParts(lease, stop, progress);
        PartitionEngine engine = engine(lease, stop, progress, figures);
        return new LakeUpdate(parts, raw(), new BatchJobs(parts, work, raw(), feedbackRoot(), engine, stepListeners));
    }

    /** Returns the parts that all jobs of a run share. */
    public JobParts jobParts(Lease lease, StopRequest stop, Progress progress) {
        return new JobParts(
                lake(), records, eventDays, forgotten, settings.jobSettings(), lease, stop, progress, clock);
    }

    /** Creates the engine for a run's partitions. It opens nothing before the first partition. */
    public PartitionEngine engine(Lease lease, StopRequest stop, Progress progress, Supplier<MeterRegistry> figures) {
        SparkSettings spark = settings.spark();
        int threads = settings.jobSettings().threads();
        if (spark.master() == null) {
            return new LocalEngine(threads, stop, progress);
        }
        ClusterSecret secret = new ClusterSecret(secrets, spark.secret());
        return new SparkEngine(
                () -> SparkDriver.open(
                        spark, settings.home(), "petty run %d".formatted(lease.run()), secret::get, threads),
                spark.executorWait(),
                figures.get(),
                stop,
                progress);
    }

    /** Returns the folder for data that passes between a run's steps. */
    public WorkFiles workFiles() {
        if (workFiles == null) {
            workFiles = WorkFiles.in(home.work(), settings.s3(), clock);
        }
        return workFiles;
    }

    @Override
    public void close() throws IOException {
        if (lake != null) {
            lake.close();
        }
        if (raw != null) {
            raw.close();
        }
        if (feedback != null) {
            feedback.close();
        }
        if (workFiles != null) {
            workFiles.close();
        }
        database.close();
        secrets.close();
    }
}
