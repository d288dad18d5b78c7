package io.petty.cdk.database;

import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.Permissions;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.backup.BackupPlan;
import software.amazon.awscdk.services.backup.BackupPlanRule;
import software.amazon.awscdk.services.backup.BackupResource;
import software.amazon.awscdk.services.backup.BackupSelectionOptions;
import software.amazon.awscdk.services.backup.BackupVault;
import software.amazon.awscdk.services.backup.LockConfiguration;
import software.amazon.awscdk.services.events.CronOptions;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * Daily backups of the database in a vault. The database's own backups allow a restore to any time, but disappear with
 * the database. Those in the vault can't be deleted early by mistake.
 */
public final class BackupsStack extends PettyStack {
    /** The name of the vault, without the prefix of the stage. */
    public static final String VAULT = "backups";

    private static final Duration KEPT = Duration.days(35);

    public BackupsStack(Construct scope, StageSettings settings, DatabaseStack database) {
        super(scope, settings, "backups", "Backups of the database");
        BackupVault vault = BackupVault.Builder.create(this, "Vault")
                .backupVaultName(settings.name(VAULT))
                .lockConfiguration(
                        LockConfiguration.builder().minRetention(KEPT).build())
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                .build();
        BackupPlan plan = BackupPlan.Builder.create(this, "Plan")
                .backupPlanName(settings.name("daily"))
                .backupVault(vault)
                .backupPlanRules(List.of(BackupPlanRule.Builder.create()
                        .ruleName("daily")
                        // After the database's own backup, and before the night.
                        .scheduleExpression(Schedule.cron(
                                CronOptions.builder().hour("1").minute("45").build()))
                        .startWindow(Duration.hours(1))
                        .completionWindow(Duration.hours(4))
                        .deleteAfter(KEPT)
                        .build()))
                .build();
        boolean cluster = settings.database().isAurora();
        // By its name, so that a restored database that takes the name is backed up as well.
        String backedUp = arn("rds", (cluster ? "cluster:" : "db:") + settings.name("database"));
        Role role = role(database, vault, backedUp, cluster);
        plan.addSelection(
                "Database",
                BackupSelectionOptions.builder()
                        .backupSelectionName("database")
                        .resources(List.of(BackupResource.fromArn(backedUp)))
                        .role(role)
                        .disableDefaultBackupPolicy(true)
                        .build());
        addStackDependency(database);
        output("VaultName", "The vault of the daily backups", settings.name(VAULT));
        output("DatabaseArn", "What is backed up", backedUp);
        output("RoleArn", "The role that makes backups", role.getRoleArn());
    }

    /**
     * Creates the role of backups: the part for databases of AWS's policy AWSBackupServiceRolePolicyForBackup, limited
     * to this database and to snapshots of AWS Backup.
     */
    private Role role(DatabaseStack database, BackupVault vault, String backedUp, boolean cluster) {
        Role role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("backup.amazonaws.com"))
                .description("Makes backups of the database")
                .build();
        String kind = cluster ? "DBCluster" : "DB";
        String snapshots = arn("rds", (cluster ? "cluster-snapshot" : "snapshot") + ":awsbackup:*");
        new Permissions(role)
                .allow(
                        List.of(
                                "rds:AddTagsToResource",
                                "rds:Create%sSnapshot".formatted(kind),
                                "rds:Describe%sSnapshots".formatted(kind),
                                cluster ? "rds:DescribeDBClusters" : "rds:DescribeDBInstances",
                                "rds:ListTagsForResource"),
                        List.of(backedUp, snapshots))
                .allow(List.of("rds:Delete%sSnapshot".formatted(kind)), List.of(snapshots))
                .allow(List.of("backup:DescribeBackupVault"), List.of(vault.getBackupVaultArn()))
                .allow(List.of("kms:DescribeKey"), List.of(database.key().getKeyArn()));
        // A snapshot is encrypted under the key of the database.
        role.addToPrincipalPolicy(PolicyStatement.Builder.create()
                .actions(List.of("kms:CreateGrant"))
                .resources(List.of(database.key().getKeyArn()))
                .conditions(Map.of("Bool", Map.of("kms:GrantIsForAWSResource", "true")))
                .build());
        Findings.acceptWildcards(
                role,
                "The names of snapshots are made with each backup.",
                List.of(finding("rds", (cluster ? "cluster-snapshot" : "snapshot") + ":awsbackup:*")));
        return role;
    }
}
