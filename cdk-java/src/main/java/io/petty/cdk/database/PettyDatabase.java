package io.petty.cdk.database;

import io.petty.cdk.settings.StageSettings;
import java.util.Map;
import java.util.function.BiFunction;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.ISecretAttachmentTarget;
import software.constructs.IConstruct;

/**
 * A PostgreSQL database of either kind. It is encrypted and backed up, and sends its log to CloudWatch.
 *
 * @param construct the construct, to accept findings on it
 * @param address the same construct, which adds its address to the secret of a login that is attached to it
 * @param host the host name for connections that write
 * @param login the secret of the owner's login. It also contains the database's address
 * @param metrics creates a metric of the namespace {@code AWS/RDS}
 */
public record PettyDatabase(
        IConstruct construct,
        ISecretAttachmentTarget address,
        String host,
        ISecret login,
        BiFunction<String, MetricOptions, Metric> metrics) {
    /** The name of the database and of its owner. */
    static final String NAME = "petty";

    static final String BACKUP_WINDOW = "00:30-01:30";
    static final String MAINTENANCE_WINDOW = "Sun:10:00-Sun:11:00";
    static final String PARAMETERS_DESCRIPTION =
            "TLS only; statements are never logged, since they hold names of collars";

    /** Parameters of both kinds. */
    static final Map<String, String> PARAMETERS = Map.of(
            "rds.force_ssl", "1",
            "log_statement", "none",
            "log_min_duration_statement", "-1",
            "log_min_error_statement", "panic",
            "log_error_verbosity", "terse",
            "log_parameter_max_length_on_error", "0");

    static Duration backupsKept(StageSettings settings) {
        return Duration.days(settings.isProduction() ? 35 : 7);
    }

    public Metric metric(String name, MetricOptions options) {
        return metrics.apply(name, options);
    }
}
