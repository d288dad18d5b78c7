package io.petty.cdk.database;

import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.Logging;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.network.NetworkStack;
import io.petty.cdk.settings.DatabaseSize;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.DatabaseInstance;
import software.amazon.awscdk.services.rds.DatabaseInstanceEngine;
import software.amazon.awscdk.services.rds.DatabaseSecret;
import software.amazon.awscdk.services.rds.IInstanceEngine;
import software.amazon.awscdk.services.rds.ParameterGroup;
import software.amazon.awscdk.services.rds.PostgresEngineVersion;
import software.amazon.awscdk.services.rds.PostgresInstanceEngineProps;
import software.amazon.awscdk.services.rds.StorageType;

/** One burstable instance of RDS PostgreSQL, whose smallest class costs a quarter of Aurora's minimum. */
final class InstanceDatabase {
    private InstanceDatabase() {}

    static PettyDatabase make(PettyStack stack, NetworkStack network, IKey key, DatabaseSecret login) {
        StageSettings settings = stack.settings();
        DatabaseSize size = settings.database();
        LogGroup log = Logging.named(
                stack, "Log", settings, "/aws/rds/instance/%s/postgresql".formatted(settings.name("database")));
        IInstanceEngine engine = DatabaseInstanceEngine.postgres(PostgresInstanceEngineProps.builder()
                .version(PostgresEngineVersion.VER_17_5)
                .build());
        Map<String, String> parameters = new TreeMap<>(PettyDatabase.PARAMETERS);
        // The default follows from memory that the system leaves over, which nobody can tell in advance.
        parameters.put("max_connections", "%.0f".formatted(size.mostConnections()));
        DatabaseInstance instance = DatabaseInstance.Builder.create(stack, "Instance")
                .engine(engine)
                .instanceIdentifier(settings.name("database"))
                .instanceType(new InstanceType(size.instanceClass()))
                .databaseName(PettyDatabase.NAME)
                .credentials(Credentials.fromSecret(login))
                .multiAz(size.standby())
                .storageType(StorageType.GP3)
                .allocatedStorage(size.storage())
                .vpc(network.vpc())
                .vpcSubnets(SubnetSelection.builder()
                        .subnetType(SubnetType.PRIVATE_ISOLATED)
                        .build())
                .securityGroups(List.of(network.database()))
                .publiclyAccessible(false)
                .storageEncrypted(true)
                .storageEncryptionKey(key)
                .backupRetention(PettyDatabase.backupsKept(settings))
                .preferredBackupWindow(PettyDatabase.BACKUP_WINDOW)
                .preferredMaintenanceWindow(PettyDatabase.MAINTENANCE_WINDOW)
                .autoMinorVersionUpgrade(true)
                .copyTagsToSnapshot(true)
                .deletionProtection(settings.isProduction())
                .removalPolicy(RemovalPolicy.SNAPSHOT)
                .cloudwatchLogsExports(List.of("postgresql"))
                .parameterGroup(ParameterGroup.Builder.create(stack, "Parameters")
                        .engine(engine)
                        .description(PettyDatabase.PARAMETERS_DESCRIPTION)
                        .parameters(parameters)
                        .build())
                .build();
        // Otherwise the database creates the log group itself, without a retention period.
        instance.getNode().addDependency(log);
        if (!size.standby()) {
            Findings.accept(
                    instance,
                    "AwsSolutions-RDS3",
                    "A small stage tolerates the failure of a zone: a restore from the backup takes about half an hour, and"
                            + " the setting databaseStandby adds a standby.");
        }
        return new PettyDatabase(
                instance,
                instance,
                instance.getDbInstanceEndpointAddress(),
                Objects.requireNonNull(instance.getSecret(), "The database has no login"),
                instance::metric);
    }
}
