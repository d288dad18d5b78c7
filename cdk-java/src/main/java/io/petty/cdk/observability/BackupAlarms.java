package io.petty.cdk.observability;

import io.petty.cdk.database.BackupsStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;

/** Reports daily backups of the database that are missing or failed. */
final class BackupAlarms {
    private BackupAlarms() {}

    static void add(Alarms alarms, StageSettings settings) {
        // Two days, since a backup may start an hour later than the day before.
        alarms.belowOrMissing(
                "backup-missing",
                "No daily backup of the database was completed within two days.",
                completed(settings),
                1,
                2);
        alarms.onEvent(
                "BackupFailed", "backup-failed", "Daily backups of the database that failed", failures(settings));
    }

    private static Metric completed(StageSettings settings) {
        return Metric.Builder.create()
                .namespace("AWS/Backup")
                .metricName("NumberOfBackupJobsCompleted")
                .dimensionsMap(Map.of("BackupVaultName", settings.name(BackupsStack.VAULT)))
                .statistic("Sum")
                .period(Duration.days(1))
                .build();
    }

    private static Map<String, Object> failures(StageSettings settings) {
        return Map.of(
                "source",
                List.of("aws.backup"),
                "detail-type",
                List.of("Backup Job State Change"),
                "detail",
                Map.of(
                        "backupVaultName",
                        List.of(settings.name(BackupsStack.VAULT)),
                        "state",
                        List.of("ABORTED", "EXPIRED", "FAILED", "PARTIAL")));
    }
}
