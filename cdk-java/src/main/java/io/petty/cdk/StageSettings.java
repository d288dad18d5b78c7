package io.petty.cdk;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.constructs.Node;

/**
 * What one stage has that others have not. It stands in {@code cdk.json}, but for its name and the tag of the
 * images, which are given on the command line.
 *
 * @param stage {@code staging} or {@code production}
 * @param account of AWS, 12 digits; null for the one that the credentials are of
 * @param region such as {@code eu-central-1}
 * @param domain that the API is called by, such as {@code petty.example.org}
 * @param hostedZone the id of the Route 53 zone that the domain lies in
 * @param zoneName the name of that zone
 * @param imageTag which images of both repositories run; a version, never {@code latest}
 * @param alarmEmail whom alarms are sent to; null for nobody
 * @param nightlyHours at which hours of a day (UTC) the run is started, such as {@code 3,5,7}; the first is the night, the
 *     others repeat what failed and take up what came late
 * @param runVcpu processors of the nightly run's task
 * @param workers Spark workers that a run gets, from 0 to 1,000; with 0 it has no cluster and works on threads of its own
 * @param workerVcpu processors of each worker's task
 * @param apiTasks how many tasks serve; at least 1
 * @param buckets into how many buckets collars are dealt, which can't change later
 * @param databaseLeastUnits capacity units of Aurora (2 GB of memory each) that always run; at least 0.5
 * @param databaseMostUnits the most that it grows to, 256 at most
 * @param databaseReader whether a second instance in another zone stands ready
 * @param natGateways one, or one a zone
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
        int natGateways) {
    static final Set<String> STAGES = Set.of("staging", "production");

    private static final int MOST_WORKERS = 1000;

    /** With one, the master and the collector leave the driver too little memory. */
    private static final int LEAST_DRIVER_VCPU = 2;

    private static final Set<Integer> VCPUS = Set.of(1, 2, 4, 8, 16);
    private static final Pattern HOURS = Pattern.compile("([01]?\\d|2[0-3])(,([01]?\\d|2[0-3]))*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    /** @throws IllegalArgumentException that names what makes no sense */
    StageSettings {
        check(STAGES.contains(stage), "stage", "staging or production", stage);
        check(account == null || account.matches("\\d{12}"), "account", "12 digits", account);
        check(region.matches("[a-z]{2}(-[a-z]+)+-\\d"), "region", "a region's name such as eu-central-1", region);
        check(
                domain.equals(zoneName) || domain.endsWith("." + zoneName),
                "domain",
                "zoneName or a name below it, " + zoneName,
                domain);
        check(hostedZone.matches("Z[A-Z0-9]+"), "hostedZone", "the id of a Route 53 zone", hostedZone);
        check(
                TAG.matcher(imageTag).matches() && !imageTag.equals("latest"),
                "imageTag",
                "the tag of images that were pushed, other than latest",
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
    }

    private static void check(boolean holds, String name, String wanted, @Nullable Object given) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, but is '%s'".formatted(name, wanted, given));
        }
    }

    /**
     * Reads {@code -c stage=…}, {@code -c imageTag=…} and what {@code cdk.json} has for the stage.
     *
     * @throws IllegalArgumentException that says what is missing or makes no sense
     */
    static StageSettings of(Node node) {
        String stage =
                text(node.tryGetContext("stage"), "stage", "name one by -c stage=staging or -c stage=production");
        if (!(node.tryGetContext("stages") instanceof Map<?, ?> stages)
                || !(stages.get(stage) instanceof Map<?, ?> own)) {
            throw new IllegalArgumentException(
                    "There is no stage '%s' in the context: put it below stages in cdk.json".formatted(stage));
        }
        return new StageSettings(
                stage,
                optional(own.get("account")),
                text(own, stage, "region"),
                text(own, stage, "domain"),
                text(own, stage, "hostedZone"),
                text(own, stage, "zoneName"),
                text(node.tryGetContext("imageTag"), "imageTag", "name the images that run by -c imageTag=1.0.0"),
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
                number(own, stage, "natGateways").intValue());
    }

    private static String text(@Nullable Object value, String name, String help) {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException("%s is missing: %s".formatted(name, help));
    }

    private static String text(Map<?, ?> stage, String stageName, String name) {
        return text(stage.get(name), name, "put it below stages.%s in cdk.json".formatted(stageName));
    }

    private static @Nullable String optional(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? text : null;
    }

    private static Number number(Map<?, ?> stage, String stageName, String name) {
        if (stage.get(name) instanceof Number number) {
            return number;
        }
        throw new IllegalArgumentException(
                "%s is missing or no number: put it below stages.%s in cdk.json".formatted(name, stageName));
    }

    boolean isProduction() {
        return stage.equals("production");
    }

    /** The name of something in this stage, such as {@code petty-staging-lake}. */
    String name(String what) {
        return "petty-%s-%s".formatted(stage, what);
    }

    /** What names of secrets begin with; see {@code petty.secrets.prefix}. */
    String secretPrefix() {
        return "petty/%s/".formatted(stage);
    }

    /** Whether runs use a Spark cluster. */
    boolean hasWorkers() {
        return workers > 0;
    }

    /** Where the program's figures are kept in CloudWatch; see {@code petty.metrics.cloudwatch}. */
    String metricNamespace() {
        return "Petty/" + stage;
    }
}
