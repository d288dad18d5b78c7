package io.petty.cdk;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.constructs.Node;

/**
 * The settings that differ between stages. They are in {@code cdk.json}, except the stage's name and the tag of the
 * images, which are given on the command line.
 *
 * @param stage {@code staging} or {@code production}
 * @param account the AWS account, 12 digits; null for that of the credentials
 * @param region such as {@code eu-central-1}
 * @param domain of the API, such as {@code petty.example.org}
 * @param hostedZone the id of the Route 53 zone of the domain
 * @param zoneName the name of that zone
 * @param imageTag the tag of the images of both repositories; a version, never {@code latest}
 * @param alarmEmail the recipient of alarms; null for none
 * @param nightlyHours the hours of a day (UTC) at which the run is started, such as {@code 3,5,7}; the first is the
 *     night, the others retry failed days and process late deliveries
 * @param runVcpu processors of the nightly run's task
 * @param workers number of Spark workers of a run, from 0 to 1,000; with 0, a run has no cluster and uses its own
 *     threads
 * @param workerVcpu processors of each worker's task
 * @param apiTasks number of API tasks, at least 1
 * @param buckets number of buckets of collars; can't be changed later
 * @param databaseLeastUnits minimum capacity of Aurora in units (of 2 GB of memory each), at least 0.5
 * @param databaseMostUnits maximum capacity of Aurora in units, at most 256
 * @param databaseReader whether there is a standby instance in another zone
 * @param natGateways one, or one per zone
 * @param monthlyBudget the account's budget for a month, in USD; costs near or above it are reported
 * @param anomalyMonitor the ARN of the account's monitor of spend by service; null if this stage creates it
 * @param canaryCollar the collar that the canary reads; null for no canary
 * @param repository the repository on GitHub whose workflows deploy this stage, such as {@code example/petty}; null for
 *     none
 * @param identityProvider the ARN of the account's OIDC provider for GitHub; null if this stage creates it
 */
record StageSettings(
        String stage,
        @Nullable String account,
        String region,
        String domain,
        String hostedZone,
        String zoneName,
        String imageTag,
        @Nullable String alarmEmail,
        String nightlyHours,
        int runVcpu,
        int workers,
        int workerVcpu,
        int apiTasks,
        int buckets,
        double databaseLeastUnits,
        double databaseMostUnits,
        boolean databaseReader,
        int natGateways,
        int monthlyBudget,
        @Nullable String anomalyMonitor,
        @Nullable String canaryCollar,
        @Nullable String repository,
        @Nullable String identityProvider) {
    static final Set<String> STAGES = Set.of("staging", "production");

    private static final int MOST_WORKERS = 1000;

    /** With a single processor, the master and the collector leave the driver too little memory. */
    private static final int LEAST_DRIVER_VCPU = 2;

    private static final Set<Integer> VCPUS = Set.of(1, 2, 4, 8, 16);
    private static final Pattern HOURS = Pattern.compile("([01]?\\d|2[0-3])(,([01]?\\d|2[0-3]))*");
    private static final Pattern COLLAR = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    /** @throws IllegalArgumentException naming the invalid setting */
    StageSettings {
        check(STAGES.contains(stage), "stage", "staging or production", stage);
        check(account == null || account.matches("\\d{12}"), "account", "12 digits", account);
        check(region.matches("[a-z]{2}(-[a-z]+)+-\\d"), "region", "a region's name such as eu-central-1", region);
        check(
                domain.equals(zoneName) || domain.endsWith("." + zoneName),
                "domain",
                "zoneName (%s) or a name below it".formatted(zoneName),
                domain);
        check(hostedZone.matches("Z[A-Z0-9]+"), "hostedZone", "the id of a Route 53 zone", hostedZone);
        check(
                TAG.matcher(imageTag).matches() && !imageTag.equals("latest"),
                "imageTag",
                "the tag of pushed images, other than latest",
                imageTag);
        check(HOURS.matcher(nightlyHours).matches(), "nightlyHours", "hours such as 3,5,7", nightlyHours);
        check(VCPUS.contains(runVcpu), "runVcpu", "1, 2, 4, 8 or 16", runVcpu);
        check(VCPUS.contains(workerVcpu), "workerVcpu", "1, 2, 4, 8 or 16", workerVcpu);
        check(workers >= 0 && workers <= MOST_WORKERS, "workers", "from 0 to 1000", workers);
        check(workers == 0 || runVcpu >= LEAST_DRIVER_VCPU, "runVcpu", "at least 2 when there are workers", runVcpu);
        check(apiTasks >= 1, "apiTasks", "at least 1", apiTasks);
        check(buckets >= 1, "buckets", "at least 1", buckets);
        check(databaseLeastUnits >= 0.5, "databaseLeastUnits", "at least 0.5", databaseLeastUnits);
        check(
                databaseMostUnits >= databaseLeastUnits && databaseMostUnits <= 256,
                "databaseMostUnits",
                "from databaseLeastUnits to 256",
                databaseMostUnits);
        check(natGateways == 1 || natGateways == 2, "natGateways", "1 or 2", natGateways);
        check(monthlyBudget >= 1, "monthlyBudget", "at least 1 USD", monthlyBudget);
        check(
                anomalyMonitor == null || anomalyMonitor.matches("arn:[a-z-]+:ce::\\d{12}:anomalymonitor/[a-z0-9-]+"),
                "anomalyMonitor",
                "the ARN of a monitor of spend",
                anomalyMonitor);
        check(
                canaryCollar == null || COLLAR.matcher(canaryCollar).matches(),
                "canaryCollar",
                "a collar's id",
                canaryCollar);
        check(
                repository == null || REPOSITORY.matcher(repository).matches(),
                "repository",
                "a repository on GitHub, OWNER/NAME",
                repository);
        check(
                identityProvider == null
                        || identityProvider.matches(
                                "arn:[a-z-]+:iam::\\d{12}:oidc-provider/token\\.actions\\.githubusercontent\\.com"),
                "identityProvider",
                "the ARN of an OIDC provider for token.actions.githubusercontent.com",
                identityProvider);
    }

    private static void check(boolean holds, String name, String wanted, @Nullable Object given) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, but is '%s'".formatted(name, wanted, given));
        }
    }

    /**
     * Reads {@code -c stage=…}, {@code -c imageTag=…} and the stage's settings in {@code cdk.json}.
     *
     * @throws IllegalArgumentException naming the setting that is missing or invalid
     */
    static StageSettings of(Node node) {
        String stage =
                text(node.tryGetContext("stage"), "stage", "set it with -c stage=staging or -c stage=production");
        if (!(node.tryGetContext("stages") instanceof Map<?, ?> stages)
                || !(stages.get(stage) instanceof Map<?, ?> own)) {
            throw new IllegalArgumentException(
                    "The context has no stage '%s': add it under stages in cdk.json".formatted(stage));
        }
        return new StageSettings(
                stage,
                optional(own.get("account")),
                text(own, stage, "region"),
                text(own, stage, "domain"),
                text(own, stage, "hostedZone"),
                text(own, stage, "zoneName"),
                text(node.tryGetContext("imageTag"), "imageTag", "set it with -c imageTag=1.0.0"),
                optional(own.get("alarmEmail")),
                text(own, stage, "nightlyHours"),
                number(own, stage, "runVcpu").intValue(),
                number(own, stage, "workers").intValue(),
                number(own, stage, "workerVcpu").intValue(),
                number(own, stage, "apiTasks").intValue(),
                number(own, stage, "buckets").intValue(),
                number(own, stage, "databaseLeastUnits").doubleValue(),
                number(own, stage, "databaseMostUnits").doubleValue(),
                Boolean.TRUE.equals(own.get("databaseReader")),
                number(own, stage, "natGateways").intValue(),
                number(own, stage, "monthlyBudget").intValue(),
                optional(own.get("anomalyMonitor")),
                optional(own.get("canaryCollar")),
                optional(own.get("repository")),
                optional(own.get("identityProvider")));
    }

    private static String text(@Nullable Object value, String name, String help) {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException("%s is missing: %s".formatted(name, help));
    }

    private static String text(Map<?, ?> stage, String stageName, String name) {
        return text(stage.get(name), name, "set it under stages.%s in cdk.json".formatted(stageName));
    }

    private static @Nullable String optional(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? text : null;
    }

    private static Number number(Map<?, ?> stage, String stageName, String name) {
        if (stage.get(name) instanceof Number number) {
            return number;
        }
        throw new IllegalArgumentException(
                "%s is missing or not a number: set it under stages.%s in cdk.json".formatted(name, stageName));
    }

    boolean isProduction() {
        return stage.equals("production");
    }

    /** Returns a name in this stage, such as {@code petty-staging-lake}. */
    String name(String what) {
        return "petty-%s-%s".formatted(stage, what);
    }

    /** Returns the prefix of the names of secrets; see {@code petty.secrets.prefix}. */
    String secretPrefix() {
        return "petty/%s/".formatted(stage);
    }

    /** Returns whether runs use a Spark cluster. */
    boolean hasWorkers() {
        return workers > 0;
    }

    /** Returns whether a function reads a known collar through the API. */
    boolean hasCanary() {
        return canaryCollar != null;
    }

    /** Returns the namespace of the programs' metrics in CloudWatch; see {@code petty.metrics.cloudwatch}. */
    String metricNamespace() {
        return "Petty/" + stage;
    }
}
