package io.petty.cdk.database;

import io.petty.cdk.construct.EncryptionKeys;
import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.network.NetworkStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.rds.DatabaseSecret;
import software.amazon.awscdk.services.secretsmanager.HostedRotation;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.RotationScheduleOptions;
import software.amazon.awscdk.services.secretsmanager.SingleUserHostedRotationOptions;
import software.constructs.Construct;

/**
 * PostgreSQL, which contains the tables' catalog and all records. It has two logins, which are rotated: the
 * owner's, and the API's. The API's login may read the data and record accesses to it, but nothing else.
 */
public final class DatabaseStack extends PettyStack {
    /** Petty's name for the secret of the owner's login; see {@code petty.secrets.prefix}. */
    private static final String LOGIN = "database";

    /**
     * Petty's name for the secret of the API's login. The first program that migrates the database creates the login.
     */
    private static final String READER_LOGIN = "database-reader";

    /** The user of the API's login; see {@code petty.database.reader-role}. */
    public static final String READER = "petty_reader";

    /** The names of the functions that rotate the logins, without the prefix of the stage. */
    public static final String ROTATION = "rotate-login";

    public static final String READER_ROTATION = "rotate-reader-login";

    /** Parameters of the JDBC URL. In both images, this file contains the CAs of Amazon RDS. */
    private static final String TLS = "sslmode=verify-full&sslrootcert=/opt/petty/database-ca.pem";

    private static final Duration LOGIN_LIFE = Duration.days(30);

    private final PettyDatabase database;
    private final Key key;
    private final ISecret readerLogin;

    public DatabaseStack(Construct scope, StageSettings settings, NetworkStack network) {
        super(scope, settings, "database", "Database and its login");
        key = EncryptionKeys.make(this, "Key", "database", "Petty's database and its login");
        IKey secretsKey = EncryptionKeys.forSecrets(key);
        DatabaseSecret login = DatabaseSecret.Builder.create(this, "Login")
                .secretName(settings.secretPrefix() + LOGIN)
                .username(PettyDatabase.NAME)
                .dbname(PettyDatabase.NAME)
                .encryptionKey(secretsKey)
                .build();
        database = settings.database().isAurora()
                ? AuroraDatabase.make(this, network, key, login)
                : InstanceDatabase.make(this, network, key, login);
        Findings.accept(
                database.construct(),
                "AwsSolutions-RDS11",
                "Only the four security groups of this deployment reach the port, so a default port is no risk.");
        if (!settings.isProduction()) {
            Findings.accept(
                    database.construct(),
                    "AwsSolutions-RDS10",
                    "Outside of production, a deployment that failed or isn't needed must be removable. A snapshot is kept.");
        }
        login().addRotationSchedule("Rotation", rotation(network, ROTATION).build());
        readerLogin = DatabaseSecret.Builder.create(this, "ReaderLogin")
                .secretName(settings.secretPrefix() + READER_LOGIN)
                .username(READER)
                .dbname(PettyDatabase.NAME)
                .encryptionKey(secretsKey)
                .build()
                .attach(database.address());
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
                        .vpcSubnets(network.rotations())
                        .securityGroups(List.of(network.rotation()))
                        .build()));
    }

    public PettyDatabase database() {
        return database;
    }

    public Key key() {
        return key;
    }

    /** Returns the login of the owner, and that of readers, which the owner creates. */
    public List<ISecret> ownersLogins() {
        return List.of(login(), readerLogin);
    }

    public ISecret readersLogin() {
        return readerLogin;
    }

    private ISecret login() {
        return database.login();
    }

    /** Returns the value of {@code petty.database.url}. */
    public String url() {
        return "jdbc:postgresql://%s:%d/%s?%s"
                .formatted(database.host(), NetworkStack.DATABASE_PORT, PettyDatabase.NAME, TLS);
    }
}
