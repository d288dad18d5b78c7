package io.petty.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
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
import software.amazon.awscdk.services.secretsmanager.HostedRotation;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.RotationScheduleOptions;
import software.amazon.awscdk.services.secretsmanager.SingleUserHostedRotationOptions;
import software.constructs.Construct;

/**
 * Aurora PostgreSQL, which contains the tables' catalog and all records. It has two logins, which are rotated: the
 * owner's, and the API's. The API's login may read the data and record accesses to it, but nothing else.
 */
final class DatabaseStack extends PettyStack {
    /** Petty's name for the secret of the owner's login; see {@code petty.secrets.prefix}. */
    static final String LOGIN = "database";

    /**
     * Petty's name for the secret of the API's login. The first program that migrates the database creates the login.
     */
    static final String READER_LOGIN = "database-reader";

    /** The user of the API's login; see {@code petty.database.reader-role}. */
    static final String READER = "petty_reader";

    /** The names of the functions that rotate the logins, without the prefix of the stage. */
    static final String ROTATION = "rotate-login";

    static final String READER_ROTATION = "rotate-reader-login";

    /** Parameters of the JDBC URL. In both images, this file contains the CAs of Amazon RDS. */
    static final String TLS = "sslmode=verify-full&sslrootcert=/opt/petty/database-ca.pem";

    private static final String NAME = "petty";
    private static final double UNIT_BYTES = 2L << 30;
    private static final double CONNECTION_BYTES = 9_531_392;
    private static final Duration LOGIN_LIFE = Duration.days(30);

    private final DatabaseCluster cluster;
    private final Key key;
    private final ISecret readerLogin;

    DatabaseStack(Construct scope, StageSettings settings, NetworkStack network) {
        super(scope, settings, "database", "Database and its login");
        key = EncryptionKeys.make(this, "Key", "database", "Petty's database and its login");
        IKey secretsKey = EncryptionKeys.forSecrets(key);
        DatabaseSecret login = DatabaseSecret.Builder.create(this, "Login")
                .secretName(settings.secretPrefix() + LOGIN)
                .username(NAME)
                .dbname(NAME)
                .encryptionKey(secretsKey)
                .build();
        LogGroup log = Logging.named(
                this, "Log", settings, "/aws/rds/cluster/%s/postgresql".formatted(settings.name("database")));
        IClusterEngine engine = DatabaseClusterEngine.auroraPostgres(AuroraPostgresClusterEngineProps.builder()
                .version(AuroraPostgresEngineVersion.VER_17_5)
                .build());
        cluster = DatabaseCluster.Builder.create(this, "Cluster")
                .engine(engine)
                .clusterIdentifier(settings.name("database"))
                .defaultDatabaseName(NAME)
                .credentials(Credentials.fromSecret(login))
                .writer(instance("writer"))
                .readers(settings.databaseReader() ? List.<IClusterInstance>of(reader()) : List.of())
                .serverlessV2MinCapacity(settings.databaseLeastUnits())
                .serverlessV2MaxCapacity(settings.databaseMostUnits())
                .vpc(network.vpc())
                .vpcSubnets(SubnetSelection.builder()
                        .subnetType(SubnetType.PRIVATE_ISOLATED)
                        .build())
                .securityGroups(List.of(network.database()))
                .storageEncrypted(true)
                .storageEncryptionKey(key)
                .iamAuthentication(true)
                .backup(BackupProps.builder()
                        .retention(Duration.days(settings.isProduction() ? 35 : 7))
                        .preferredWindow("00:30-01:30")
                        .build())
                .preferredMaintenanceWindow("Sun:10:00-Sun:11:00")
                .copyTagsToSnapshot(true)
                .deletionProtection(settings.isProduction())
                .removalPolicy(RemovalPolicy.SNAPSHOT)
                .cloudwatchLogsExports(List.of("postgresql"))
                .parameterGroup(ParameterGroup.Builder.create(this, "Parameters")
                        .engine(engine)
                        .description("TLS only; statements are never logged, since they hold names of collars")
                        .parameters(Map.of(
                                "rds.force_ssl", "1",
                                "log_statement", "none",
                                "log_min_duration_statement", "-1",
                                "log_min_error_statement", "panic",
                                "log_error_verbosity", "terse",
                                "log_parameter_max_length_on_error", "0"))
                        .build())
                .build();
        // Otherwise the database creates the log group itself, without a retention period.
        cluster.getNode().addDependency(log);
        Findings.accept(
                cluster,
                "AwsSolutions-RDS11",
                "Only the four security groups of this deployment reach the port, so a default port is no risk.");
        if (!settings.isProduction()) {
            Findings.accept(
                    cluster,
                    "AwsSolutions-RDS10",
                    "Outside of production, a deployment that failed or isn't needed must be removable. A snapshot is kept.");
        }
        login().addRotationSchedule("Rotation", rotation(network, ROTATION).build());
        readerLogin = DatabaseSecret.Builder.create(this, "ReaderLogin")
                .secretName(settings.secretPrefix() + READER_LOGIN)
                .username(READER)
                .dbname(NAME)
                .encryptionKey(secretsKey)
                .build()
                .attach(cluster);
        // The first rotation isn't immediate, since the login doesn't exist yet.
        readerLogin.addRotationSchedule(
                "ReaderRotation",
                rotation(network, READER_ROTATION)
                        .rotateImmediatelyOnUpdate(false)
                        .build());
        outputs(settings);
    }

    private void outputs(StageSettings settings) {
        output("DatabaseUrl", "The database, petty.database.url", url());
        output("LoginSecret", "The name of the secret of the database's login", settings.secretPrefix() + LOGIN);
    }

    private RotationScheduleOptions.Builder rotation(NetworkStack network, String function) {
        return RotationScheduleOptions.builder()
                .automaticallyAfter(LOGIN_LIFE)
                .hostedRotation(HostedRotation.postgreSqlSingleUser(SingleUserHostedRotationOptions.builder()
                        .functionName(settings().name(function))
                        .vpc(network.vpc())
                        .vpcSubnets(NetworkStack.PROGRAMS)
                        .securityGroups(List.of(network.rotation()))
                        .build()));
    }

    private static IClusterInstance instance(String id) {
        return ClusterInstance.serverlessV2(
                id,
                ServerlessV2ClusterInstanceProps.builder()
                        .autoMinorVersionUpgrade(true)
                        .build());
    }

    private static IClusterInstance reader() {
        return ClusterInstance.serverlessV2(
                "reader",
                ServerlessV2ClusterInstanceProps.builder()
                        .autoMinorVersionUpgrade(true)
                        .scaleWithWriter(true)
                        .build());
    }

    /**
     * Returns the maximum number of connections: one per 9,531,392 bytes of the database's maximum memory, but at most
     * 5,000. If the database may shrink to half a unit, they are at most 2,000. See "Maximum connections for Aurora
     * Serverless v2" in the guide of Aurora.
     */
    static double mostConnections(StageSettings settings) {
        double byMemory = settings.databaseMostUnits() * UNIT_BYTES / CONNECTION_BYTES;
        return Math.min(byMemory, settings.databaseLeastUnits() <= 0.5 ? 2_000 : 5_000);
    }

    DatabaseCluster cluster() {
        return cluster;
    }

    Key key() {
        return key;
    }

    ISecret login() {
        ISecret login = cluster.getSecret();
        if (login == null) {
            throw new IllegalStateException("The database has no login");
        }
        return login;
    }

    ISecret readerLogin() {
        return readerLogin;
    }

    /** Returns the value of {@code petty.database.url}. */
    String url() {
        return "jdbc:postgresql://%s:%d/%s?%s"
                .formatted(cluster.getClusterEndpoint().getHostname(), NetworkStack.DATABASE_PORT, NAME, TLS);
    }
}
