package io.petty.cdk.database;

import io.petty.cdk.construct.Logging;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.network.NetworkStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Objects;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.rds.AuroraPostgresClusterEngineProps;
import software.amazon.awscdk.services.rds.AuroraPostgresEngineVersion;
import software.amazon.awscdk.services.rds.BackupProps;
import software.amazon.awscdk.services.rds.ClusterInstance;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseClusterEngine;
import software.amazon.awscdk.services.rds.DatabaseSecret;
import software.amazon.awscdk.services.rds.IClusterEngine;
import software.amazon.awscdk.services.rds.IClusterInstance;
import software.amazon.awscdk.services.rds.ParameterGroup;
import software.amazon.awscdk.services.rds.ServerlessV2ClusterInstanceProps;

/** Aurora PostgreSQL Serverless v2, whose capacity and storage follow the load. */
final class AuroraDatabase {
    private AuroraDatabase() {}

    static PettyDatabase make(PettyStack stack, NetworkStack network, IKey key, DatabaseSecret login) {
        StageSettings settings = stack.settings();
        LogGroup log = Logging.named(
                stack, "Log", settings, "/aws/rds/cluster/%s/postgresql".formatted(settings.name("database")));
        IClusterEngine engine = DatabaseClusterEngine.auroraPostgres(AuroraPostgresClusterEngineProps.builder()
                .version(AuroraPostgresEngineVersion.VER_17_5)
                .build());
        DatabaseCluster cluster = DatabaseCluster.Builder.create(stack, "Cluster")
                .engine(engine)
                .clusterIdentifier(settings.name("database"))
                .defaultDatabaseName(PettyDatabase.NAME)
                .credentials(Credentials.fromSecret(login))
                .writer(instance("writer"))
                .readers(settings.database().standby() ? List.<IClusterInstance>of(standby()) : List.of())
                .serverlessV2MinCapacity(settings.database().leastUnits())
                .serverlessV2MaxCapacity(settings.database().mostUnits())
                .vpc(network.vpc())
                .vpcSubnets(SubnetSelection.builder()
                        .subnetType(SubnetType.PRIVATE_ISOLATED)
                        .build())
                .securityGroups(List.of(network.database()))
                .storageEncrypted(true)
                .storageEncryptionKey(key)
                .iamAuthentication(true)
                .backup(BackupProps.builder()
                        .retention(PettyDatabase.backupsKept(settings))
                        .preferredWindow(PettyDatabase.BACKUP_WINDOW)
                        .build())
                .preferredMaintenanceWindow(PettyDatabase.MAINTENANCE_WINDOW)
                .copyTagsToSnapshot(true)
                .deletionProtection(settings.isProduction())
                .removalPolicy(RemovalPolicy.SNAPSHOT)
                .cloudwatchLogsExports(List.of("postgresql"))
                .parameterGroup(ParameterGroup.Builder.create(stack, "Parameters")
                        .engine(engine)
                        .description(PettyDatabase.PARAMETERS_DESCRIPTION)
                        .parameters(PettyDatabase.PARAMETERS)
                        .build())
                .build();
        // Otherwise the database creates the log group itself, without a retention period.
        cluster.getNode().addDependency(log);
        return new PettyDatabase(
                cluster,
                cluster,
                cluster.getClusterEndpoint().getHostname(),
                Objects.requireNonNull(cluster.getSecret(), "The database has no login"),
                cluster::metric);
    }

    private static IClusterInstance instance(String id) {
        return ClusterInstance.serverlessV2(
                id,
                ServerlessV2ClusterInstanceProps.builder()
                        .autoMinorVersionUpgrade(true)
                        .build());
    }

    private static IClusterInstance standby() {
        return ClusterInstance.serverlessV2(
                "reader",
                ServerlessV2ClusterInstanceProps.builder()
                        .autoMinorVersionUpgrade(true)
                        .scaleWithWriter(true)
                        .build());
    }
}
