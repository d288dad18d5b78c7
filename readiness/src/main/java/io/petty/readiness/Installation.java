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
 * An installation on this machine, as its settings have it.
 *
 * @param lake where its tables are; null for what the home remembers
 * @param keyedHashKey under which users' ids are hashed
 * @param daemon where its nightly daemon would answer
 * @param cloudWatch the namespace that figures are sent to; empty for none
 * @param environmentSecrets names of environment variables that hold a secret, by their values
 * @param nights what is recorded of its nights
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
     * What is recorded of nights.
     *
     * @param days all days with their states; may take a while
     * @param newestDay the newest published day; empty for none
     * @param holder who writes now
     * @param leaseExpiry after how long without a sign of life who writes counts as dead
     * @param isSample whether its raw files are the sample data, whose days lie in the past
     */
    public record Nights(
            Callable<List<Day>> days,
            Callable<Optional<LocalDate>> newestDay,
            Callable<Optional<LeaseHolder>> holder,
            RunHistory runs,
            Duration leaseExpiry,
            boolean isSample) {}

    /**
     * A day.
     *
     * @param state fresh, stale, pinned, missing, failed or running
     * @param why what made it so; may be empty
     */
    public record Day(LocalDate day, String state, String why) {}
}
