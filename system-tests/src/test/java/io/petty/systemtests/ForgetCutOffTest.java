package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.jobs.JobSettings;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.forget.Forgetting;
import io.petty.jobs.partition.PartitionEngine;
import io.petty.jobs.rules.TimelineRules;
import io.petty.lake.EventDays;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import io.petty.lake.LakeRecords;
import io.petty.lake.database.LakeDatabase;
import io.petty.lake.lease.Lease;
import io.petty.raw.RawRules;
import io.petty.reading.CollarBuckets;
import io.petty.secret.KeyedHashKey;
import io.petty.secret.SecretSettings;
import io.petty.secret.Secrets;
import io.petty.storage.S3Settings;
import io.petty.storage.StorageLocation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that forgetting can be interrupted at any step: days stay whole, the interruption is reported, and the same
 * command completes it.
 */
class ForgetCutOffTest {
    private static final int BUCKETS = 3;

    /** Shared, because each home would otherwise generate its own key and derive different user keys. */
    private static final String KEY = "of both homes";

    @TempDir
    private Path folder;

    @AfterEach
    void clearSettings() {
        System.clearProperty("petty.buckets");
        System.clearProperty("petty.user-key-secret");
    }

    @Test
    void theSameCommandCompletesAnInterruptedForget() throws Exception {
        System.setProperty("petty.buckets", String.valueOf(BUCKETS));
        System.setProperty("petty.user-key-secret", KEY);
        PettyHome home = new PettyHome(folder.resolve("home"));
        CollarToForget days = new CollarToForget(folder).deliver(true);
        days.live(home, true);
        Map<String, String> timelines = home.exports("timelines");
        Map<String, String> others = CollarToForget.withoutIt(home.exports(CollarToForget.TABLES));
        Map<String, String> timelinesOfOthers = CollarToForget.withoutIt(home.exports("timelines"));

        interrupt(home, at("Erasing from readings", 0));
        interrupt(home, at("Committing tables", 1));
        assertThat(home.attempt("rerun", "--date", CollarToForget.FIRST).err())
                .contains("the erasure of 1 collar was cut off");
        interrupt(home, at("Committing tables", 6));
        interrupt(home, at("Publishing", 0));
        assertThat(home.exports("timelines")).as("as published").isEqualTo(timelines);
        assertThat(home.command("forget", "--list")).contains("cut off");

        interrupt(home, progress -> progress.phase().name().equals("Publishing") && progress.done() > 0);
        assertThat(home.exports("timelines")).isEqualTo(timelinesOfOthers);
        interrupt(home, progress -> progress.phase().name().equals("Removing files of readings"));

        home.command("forget", CollarToForget.ID, "--yes");

        Traces traces = new Traces(CollarToForget.ID, CollarToForget.LONGITUDE, CollarToForget.LATITUDE);
        assertThat(traces.in(home.folder())).isEmpty();
        assertThat(traces.inDatabase(home.folder())).isEmpty();
        assertThat(home.command("forget", "--list")).contains("timelines").doesNotContain("cut off");
        assertThat(CollarToForget.notEmpty(home.exports(CollarToForget.TABLES))).isEqualTo(others);
        assertThat(home.command("status")).doesNotContain("stale");
    }

    private static Predicate<Progress> at(String phase, long done) {
        return progress -> progress.phase().name().equals(phase) && progress.done() == done;
    }

    /** Starts to forget the collar, and fails at this point. */
    private static void interrupt(PettyHome home, Predicate<Progress> where) throws Exception {
        Clock clock = Clock.systemUTC();
        Progress progress = new Progress();
        try (LakeDatabase database = LakeDatabase.openEmbedded(home.folder());
                Secrets secrets = Secrets.open(home.folder(), SecretSettings.LOCAL, clock);
                Lake lake = new Lake(
                        database,
                        StorageLocation.parse(home.folder().resolve("lake").toString()),
                        S3Settings.AWS,
                        new CollarBuckets(BUCKETS));
                Lease lease = home.leases(database)
                        .take("forget", "process 1", null, () -> {})
                        .orElseThrow();
                PartitionEngine engine = new SendingEngine(2, new StopRequest(), progress)) {
            LakeRecords records = LakeRecords.of(database, clock);
            JobParts parts = new JobParts(
                    lake,
                    records,
                    new EventDays(
                            records.deliveries(),
                            records.feedback(),
                            records.publications(),
                            TimelineRules.DEFAULTS.inForce()),
                    new ForgottenCollars(database, new KeyedHashKey(database, secrets, KEY)::get, clock),
                    new JobSettings(1, 1_000, 1, RawRules.DEFAULTS, TimelineRules.DEFAULTS),
                    lease,
                    new StopRequest(),
                    progress,
                    clock);
            Forgetting forgetting = new Forgetting(parts, engine, () -> {
                if (where.test(progress)) {
                    throw new CutOffException();
                }
            });
            assertThatThrownBy(() -> forgetting.forget(CollarToForget.ID)).isInstanceOf(CutOffException.class);
        }
    }

    private static final class CutOffException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
