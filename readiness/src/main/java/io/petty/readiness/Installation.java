package io.petty.readiness;

import io.petty.access.AccessSettings;
import io.petty.lake.LeaseHolder;
import io.petty.lake.RunHistory;
import io.petty.lake.database.LakeDatabase;
import io.petty.secret.SecretSettings;
import io.petty.secret.Secrets;
import io.petty.settings.LogSettings;
import io.petty.settings.TraceSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An installation on this machine, according to its settings.
 *
 * @param lake the folder of its tables; null for the one recorded in the home
 * @param keyedHashKey the key that users' ids are hashed with
 * @param daemon the address of its nightly daemon, which may not be running
 * @param cloudWatch the namespace that metrics are sent to; empty for none
 * @param environmentSecrets names of environment variables that contain a secret, by their values
 * @param nights the records of its nights
 */
public record Installation(
        Path home,
        @Nullable String lake,
        LakeDatabase database,
        Secrets secrets,
        SecretSettings secretSettings,
        AccessSettings access,
        LogSettings log,
        TraceSettings traces,
        URI daemon,
        String cloudWatch,
        Supplier<String> keyedHashKey,
        Map<String, String> environmentSecrets,
        Nights nights) {
    public Installation {
        environmentSecrets = Map.copyOf(environmentSecrets);
    }

    /**
     * Records of nights.
     *
     * @param days all days with their states; may take a while
     * @param newestDay the newest published day; empty for none
     * @param holder the process that holds the lease; empty for none
     * @param leaseExpiry the time without a heartbeat after which the lease expires
     * @param allowsIncomplete whether days with lost files count as done
     * @param isSample whether its raw files are the sample data, whose days are long past
     */
    public record Nights(
            Callable<List<Day>> days,
            Callable<Optional<LocalDate>> newestDay,
            Callable<Optional<LeaseHolder>> holder,
            RunHistory runs,
            Duration leaseExpiry,
            boolean allowsIncomplete,
            boolean isSample) {}

    /**
     * A day and its state.
     *
     * @param state fresh, incomplete, stale, pinned, missing, failed or running
     * @param why the cause of the state; may be empty
     */
    public record Day(LocalDate day, String state, String why) {}
}
