package io.petty.cdk;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.rds.DatabaseSecret;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.IConstruct;

/** A PostgreSQL database of either kind. It is encrypted and backed up, and sends its log to CloudWatch. */
interface PettyDatabase {
    /** The name of the database and of its owner. */
    String NAME = "petty";

    String BACKUP_WINDOW = "00:30-01:30";
    String MAINTENANCE_WINDOW = "Sun:10:00-Sun:11:00";
    String PARAMETERS_DESCRIPTION = "TLS only; statements are never logged, since they hold names of collars";

    /** Parameters of both kinds. */
    Map<String, String> PARAMETERS = Map.of(
            "rds.force_ssl", "1",
            "log_statement", "none",
            "log_min_duration_statement", "-1",
            "log_min_error_statement", "panic",
            "log_error_verbosity", "terse",
            "log_parameter_max_length_on_error", "0");

    /** Returns the construct, to accept findings on it. */
    IConstruct construct();

    /** Returns the host name for connections that write. */
    String host();

    /** Returns the secret of the owner's login. It also contains the database's address. */
    ISecret login();

    /** Adds the database's address to the secret of another login. */
    ISecret attach(DatabaseSecret login);

    /** Returns a metric of the namespace {@code AWS/RDS}. */
    Metric metric(String name, MetricOptions options);

    static Duration backupsKept(StageSettings settings) {
        return Duration.days(settings.isProduction() ? 35 : 7);
    }

    /** Returns the login that the CDK adds the address to. */
    static ISecret attached(@Nullable ISecret login) {
        return Objects.requireNonNull(login, "The database has no login");
    }
}
