package io.petty.cdk.settings;

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
 * @param size the defaults of the settings from {@code nightlyHours} on
 * @param account the AWS account, 12 digits; null for that of the credentials
 * @param region such as {@code eu-central-1}
 * @param domain of the API, such as {@code petty.example.org}
 * @param hostedZone the id of the Route 53 zone of the domain
 * @param zoneName the name of that zone
 * @param imageTag the tag of the images of both repositories; a version, never {@code latest}
 * @param alarmEmail the recipient of alarms; null for none
 * @param nightlyHours the hours of a day (UTC) at which the run is started, such as {@code 3,5,7}; the first is the
 *     night, the others retry failed days and process late deliveries
 * @param runVcpu processors of the nightly run's task; 0.25 and 0.5 are parts of one
 * @param workers number of Spark workers of a run, from 0 to 1,000; with 0, a run has no cluster and uses its own
 *     threads
 * @param workerVcpu processors of each worker's task
 * @param apiTasks number of API tasks, at least 1
 * @param apiVcpu processors of each API task
 * @param buckets number of buckets of collars; can't be changed later
 * @param database the kind and size of the database
 * @param natGateways one, or one per zone; with none, tasks are in public subnets and have public addresses
 * @param firewall whether AWS's firewall protects the API
 * @param athena whether Athena can query the tables, which a crawler finds after each run
 * @param traces whether tasks send traces to X-Ray
 * @param tracedRequests percentage of the API's requests whose traces are sent
 * @param containerInsights whether ECS reports the number of running tasks; the alarms of workers need it
 * @param monthlyBudget the account's budget for a month, in USD; costs near or above it are reported
 * @param anomalyMonitor the ARN of the account's monitor of spend by service; null if this stage creates it
 * @param canaryCollar the collar that the canary reads; null for no canary
 * @param repository the repository on GitHub whose workflows deploy this stage, such as {@code example/petty}; null for
 *     none
 * @param identityProvider the ARN of the account's OIDC provider for GitHub; null if this stage creates it
 */
public record StageSettings(
        String stage,
        Size size,
        @Nullable String account,
        String region,
        String domain,
        String hostedZone,
        String zoneName,
        String imageTag,
        @Nullable String alarmEmail,
        String nightlyHours,
        double runVcpu,
        int workers,
        int workerVcpu,
        int apiTasks,
        double apiVcpu,
        int buckets,
        DatabaseSize database,
        int natGateways,
        boolean firewall,
        boolean athena,
        boolean traces,
        double tracedRequests,
        boolean containerInsights,
        int monthlyBudget,
        @Nullable String anomalyMonitor,
        @Nullable String canaryCollar,
        @Nullable String repository,
        @Nullable String identityProvider) {
    static final Set<String> STAGES = Set.of("staging", "production");

    /** The names in {@code cdk.json} of the settings for which no size has a default. */
    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "size",
            "account",
            "region",
            "domain",
            "hostedZone",
            "zoneName",
            "alarmEmail",
            "anomalyMonitor",
            "canaryCollar",
            "repository",
            "identityProvider");

    private static final int MOST_WORKERS = 1000;

    /** With a single processor, the master and the collector leave the driver too little memory. */
    private static final int LEAST_DRIVER_VCPU = 2;

    private static final Set<Double> VCPUS = Set.of(0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0);
    private static final String VCPUS_TEXT = "0.25, 0.5, 1, 2, 4, 8 or 16";
    private static final Pattern HOURS = Pattern.compile("([01]?\\d|2[0-3])(,([01]?\\d|2[0-3]))*");
    private static final Pattern COLLAR = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    /** @throws IllegalArgumentException naming the invalid setting */
    public StageSettings {
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
        check(VCPUS.contains(runVcpu), "runVcpu", VCPUS_TEXT, runVcpu);
        check(VCPUS.contains((double) workerVcpu), "workerVcpu", "1, 2, 4, 8 or 16", workerVcpu);
        check(VCPUS.contains(apiVcpu), "apiVcpu", VCPUS_TEXT, apiVcpu);
        check(workers >= 0 && workers <= MOST_WORKERS, "workers", "from 0 to 1000", workers);
        check(workers == 0 || runVcpu >= LEAST_DRIVER_VCPU, "runVcpu", "at least 2 when there are workers", runVcpu);
        check(apiTasks >= 1, "apiTasks", "at least 1", apiTasks);
        check(buckets >= 1, "buckets", "at least 1", buckets);
        check(natGateways >= 0 && natGateways <= 2, "natGateways", "0, 1 or 2", natGateways);
        check(
                workers == 0 || natGateways > 0,
                "natGateways",
                "1 or 2 when there are workers, which must not have public addresses",
                natGateways);
        check(
                workers == 0 || containerInsights,
                "containerInsights",
                "true when there are workers, because their alarms need it",
                containerInsights);
        check(
                tracedRequests >= 0 && tracedRequests <= 100,
                "tracedRequests",
                "a percentage from 0 to 100",
                tracedRequests);
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

    static void check(boolean holds, String name, String wanted, @Nullable Object given) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, but is '%s'".formatted(name, wanted, given));
        }
    }

    /**
     * Reads {@code -c stage=…}, {@code -c imageTag=…} and the stage's settings in {@code cdk.json}. The environment
     * variable {@code PETTY_SIZE} overrides the stage's size.
     *
     * @throws IllegalArgumentException naming the setting that is missing or invalid
     */
    public static StageSettings of(Node node, Map<String, String> environment) {
        String stage =
                text(node.tryGetContext("stage"), "stage", "set it with -c stage=staging or -c stage=production");
        if (!(node.tryGetContext("stages") instanceof Map<?, ?> stages)
                || !(stages.get(stage) instanceof Map<?, ?> own)) {
            throw new IllegalArgumentException(
                    "The context has no stage '%s': add it under stages in cdk.json".formatted(stage));
        }
        String override = environment.get("PETTY_SIZE");
        Size size = Size.of(override == null ? own.get("size") : override);
        for (Object name : own.keySet()) {
            if (!WITHOUT_DEFAULT.contains(name) && !Size.names().contains(name)) {
                throw new IllegalArgumentException(
                        "%s is no setting: correct it under stages.%s in cdk.json".formatted(name, stage));
            }
        }
        Map<String, Object> given = size.with(own);
        return new StageSettings(
                stage,
                size,
                optional(given.get("account")),
                text(given, stage, "region"),
                text(given, stage, "domain"),
                text(given, stage, "hostedZone"),
                text(given, stage, "zoneName"),
                text(node.tryGetContext("imageTag"), "imageTag", "set it with -c imageTag=1.0.0"),
                optional(given.get("alarmEmail")),
                text(given, stage, "nightlyHours"),
                number(given, stage, "runVcpu").doubleValue(),
                number(given, stage, "workers").intValue(),
                number(given, stage, "workerVcpu").intValue(),
                number(given, stage, "apiTasks").intValue(),
                number(given, stage, "apiVcpu").doubleValue(),
                number(given, stage, "buckets").intValue(),
                new DatabaseSize(
                        text(given, stage, "database"),
                        text(given, stage, "databaseClass"),
                        number(given, stage, "databaseStorage").intValue(),
                        number(given, stage, "databaseLeastUnits").doubleValue(),
                        number(given, stage, "databaseMostUnits").doubleValue(),
                        choice(given, stage, "databaseStandby")),
                number(given, stage, "natGateways").intValue(),
                choice(given, stage, "firewall"),
                choice(given, stage, "athena"),
                choice(given, stage, "traces"),
                number(given, stage, "tracedRequests").doubleValue(),
                choice(given, stage, "containerInsights"),
                number(given, stage, "monthlyBudget").intValue(),
                optional(given.get("anomalyMonitor")),
                optional(given.get("canaryCollar")),
                optional(given.get("repository")),
                optional(given.get("identityProvider")));
    }

    private static String text(@Nullable Object value, String name, String help) {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException("%s is missing: %s".formatted(name, help));
    }

    private static String text(Map<String, Object> given, String stage, String name) {
        return text(given.get(name), name, "set it under stages.%s in cdk.json".formatted(stage));
    }

    private static @Nullable String optional(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? text : null;
    }

    private static Number number(Map<String, Object> given, String stage, String name) {
        if (given.get(name) instanceof Number number) {
            return number;
        }
        throw new IllegalArgumentException(
                "%s isn't a number: correct it under stages.%s in cdk.json".formatted(name, stage));
    }

    private static boolean choice(Map<String, Object> given, String stage, String name) {
        if (given.get(name) instanceof Boolean choice) {
            return choice;
        }
        throw new IllegalArgumentException(
                "%s must be true or false: correct it under stages.%s in cdk.json".formatted(name, stage));
    }

    public boolean isProduction() {
        return stage.equals("production");
    }

    /** Returns a name in this stage, such as {@code petty-staging-lake}. */
    public String name(String what) {
        return "petty-%s-%s".formatted(stage, what);
    }

    /** Returns the prefix of the names of secrets; see {@code petty.secrets.prefix}. */
    public String secretPrefix() {
        return "petty/%s/".formatted(stage);
    }

    /** Returns whether runs use a Spark cluster. */
    public boolean hasWorkers() {
        return workers > 0;
    }

    /** Returns whether a function reads a known collar through the API. */
    public boolean hasCanary() {
        return canaryCollar != null;
    }

    /**
     * Returns whether tasks are in private subnets, and reach the internet through a NAT gateway. Otherwise they are in
     * public subnets.
     */
    public boolean hasPrivateTasks() {
        return natGateways > 0;
    }

    /** Returns the namespace of the programs' metrics in CloudWatch; see {@code petty.metrics.cloudwatch}. */
    public String metricNamespace() {
        return "Petty/" + stage;
    }
}
