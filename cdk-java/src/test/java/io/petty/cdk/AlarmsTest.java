package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Resource;
import io.petty.cdk.Synthesized.Stage;
import io.petty.cdk.Synthesized.Variant;
import io.petty.cdk.program.Canary;
import io.petty.cdk.settings.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.assertions.Match;
import tools.jackson.databind.JsonNode;

/** Tests that alarms watch metrics that exist: AWS documents them, or the sources of Petty's programs contain them. */
class AlarmsTest {
    private static final Path ROOT = Path.of("..");

    /**
     * Metrics of AWS with their dimensions, from the pages "CloudWatch metrics for your Application Load Balancer",
     * "Amazon CloudWatch metrics for Amazon Aurora", "Amazon CloudWatch metrics for Amazon RDS", "AWS Backup metrics with
     * Amazon CloudWatch", "Available CloudWatch metrics for Amazon SQS", "Types of metrics
     * for Lambda functions" and "Amazon ECS Container Insights metrics".
     */
    private static final Map<String, Set<String>> DOCUMENTED = Map.ofEntries(
            Map.entry("AWS/ApplicationELB HTTPCode_ELB_5XX_Count", Set.of("LoadBalancer")),
            Map.entry("AWS/ApplicationELB HTTPCode_Target_5XX_Count", Set.of("LoadBalancer", "TargetGroup")),
            Map.entry("AWS/ApplicationELB HealthyHostCount", Set.of("LoadBalancer", "TargetGroup")),
            Map.entry("AWS/ApplicationELB RequestCount", Set.of("LoadBalancer", "TargetGroup")),
            Map.entry("AWS/ApplicationELB TargetResponseTime", Set.of("LoadBalancer", "TargetGroup")),
            Map.entry("AWS/ApplicationELB UnHealthyHostCount", Set.of("LoadBalancer", "TargetGroup")),
            Map.entry("AWS/Backup NumberOfBackupJobsCompleted", Set.of("BackupVaultName")),
            Map.entry("AWS/Lambda Errors", Set.of("FunctionName")),
            Map.entry("AWS/RDS ACUUtilization", Set.of("DBClusterIdentifier")),
            Map.entry("AWS/RDS DatabaseConnections", Set.of("DBClusterIdentifier")),
            Map.entry("AWS/RDS instance CPUCreditBalance", Set.of("DBInstanceIdentifier")),
            Map.entry("AWS/RDS instance DatabaseConnections", Set.of("DBInstanceIdentifier")),
            Map.entry("AWS/RDS instance FreeStorageSpace", Set.of("DBInstanceIdentifier")),
            Map.entry("AWS/SQS ApproximateNumberOfMessagesVisible", Set.of("QueueName")),
            Map.entry("ECS/ContainerInsights DesiredTaskCount", Set.of("ClusterName", "ServiceName")),
            Map.entry("ECS/ContainerInsights RunningTaskCount", Set.of("ClusterName", "ServiceName")));

    /** For each dimension that is a resource's name: the resource types and the properties that contain this name. */
    private static final Map<String, List<String>> NAMES = Map.of(
            "BackupVaultName", List.of("AWS::Backup::BackupVault BackupVaultName"),
            "ClusterName", List.of("AWS::ECS::Cluster ClusterName"),
            "ServiceName", List.of("AWS::ECS::Service ServiceName"),
            "QueueName", List.of("AWS::SQS::Queue QueueName"),
            "FunctionName",
                    List.of(
                            "AWS::Lambda::Function FunctionName",
                            "AWS::SecretsManager::RotationSchedule HostedRotationLambda/RotationLambdaName"));

    /** For each dimension that is a reference: the type of the resource that it refers to. */
    private static final Map<String, String> TYPES = Map.of(
            "LoadBalancer", "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "TargetGroup", "AWS::ElasticLoadBalancingV2::TargetGroup",
            "DBClusterIdentifier", "AWS::RDS::DBCluster",
            "DBInstanceIdentifier", "AWS::RDS::DBInstance");

    /** A metric that an alarm watches. References in the values of its dimensions are resolved. */
    private record Watched(String alarm, String namespace, String name, Map<String, String> dimensions) {}

    private static List<Watched> watched(Variant variant) {
        KeyUse references = new KeyUse(Synthesized.of(variant).templates());
        List<Watched> found = new ArrayList<>();
        for (Resource alarm : Synthesized.of(variant).resources("AWS::CloudWatch::Alarm")) {
            JsonNode properties = alarm.properties();
            String name = properties.path("AlarmName").asString("");
            Stream.concat(
                            Stream.of(properties),
                            properties.path("Metrics").valueStream().map(metric -> metric.at("/MetricStat/Metric")))
                    .filter(metric -> metric.has("MetricName"))
                    .forEach(metric -> {
                        Map<String, String> dimensions = new TreeMap<>();
                        metric.path("Dimensions")
                                .forEach(dimension -> dimensions.put(
                                        dimension.path("Name").asString(),
                                        references.text(alarm.stack(), dimension.path("Value"))));
                        found.add(new Watched(
                                name,
                                metric.path("Namespace").asString(),
                                metric.path("MetricName").asString(),
                                dimensions));
                    });
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void watchMetricsThatAwsDocumentsOnResourcesThatExist(Variant variant) {
        Synthesized synthesized = Synthesized.of(variant);

        assertThat(watched(variant))
                .filteredOn(metric -> !metric.namespace().startsWith("Petty/"))
                .hasSizeGreaterThan(8)
                .allSatisfy(metric -> {
                    assertThat(DOCUMENTED)
                            .as("%s", metric)
                            .containsEntry(
                                    metric.namespace()
                                            + (metric.dimensions().containsKey("DBInstanceIdentifier")
                                                    ? " instance "
                                                    : " ")
                                            + metric.name(),
                                    metric.dimensions().keySet());
                    metric.dimensions()
                            .forEach((dimension, value) -> assertThat(exists(synthesized, dimension, value))
                                    .as("%s of %s", dimension, metric)
                                    .isTrue());
                });
    }

    private static boolean exists(Synthesized synthesized, String dimension, String value) {
        return synthesized.resources().stream()
                .anyMatch(resource -> TYPES.containsKey(dimension)
                        ? (refersTo(value, resource) && resource.type().equals(TYPES.get(dimension)))
                                || (dimension.equals("LoadBalancer") && isInArnOf(value, resource))
                        : NAMES.getOrDefault(dimension, List.of()).stream()
                                .map(name -> name.split(" ", -1))
                                .anyMatch(name -> resource.type().equals(name[0])
                                        && resource.properties()
                                                .at("/" + name[1])
                                                .asString("")
                                                .equals(value)));
    }

    private static boolean refersTo(String value, Resource resource) {
        return value.equals("{%s/%s}".formatted(resource.stack(), resource.id()));
    }

    /**
     * Returns whether a load balancer's name is taken from the ARN of a listener, {@code …:listener/LOAD-BALANCER/ID}.
     * The name has three parts, which are separated by slashes.
     */
    private static boolean isInArnOf(String value, Resource listener) {
        return listener.type().equals("AWS::ElasticLoadBalancingV2::Listener")
                && value.equals(
                        "%1$s[1]/%1$s[2]/%1$s[3]".formatted("{%s/%s}".formatted(listener.stack(), listener.id())));
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void watchMetricsThatTheProgramsSend(Variant variant) throws IOException {
        String runs =
                Files.readString(ROOT.resolve("scheduler/src/main/java/io/petty/scheduler/telemetry/RunMetrics.java"));
        Map<String, JsonNode> fromLogs = new TreeMap<>();
        Synthesized.of(variant)
                .resources("AWS::Logs::MetricFilter")
                .forEach(filter -> fromLogs.put(
                        filter.properties()
                                .at("/MetricTransformations/0/MetricName")
                                .asString(),
                        filter.properties()));

        assertThat(watched(variant))
                .filteredOn(metric -> metric.namespace().startsWith("Petty/"))
                .hasSizeGreaterThan(5)
                .allSatisfy(metric -> {
                    assertThat(metric.namespace())
                            .isEqualTo("Petty/" + variant.stage().label());
                    // CanaryTest reads the metric from what the canary writes.
                    if (fromLogs.containsKey(metric.name()) || metric.name().equals(Canary.FAILURES)) {
                        assertThat(metric.dimensions()).isEmpty();
                    } else {
                        assertThat(metric.name()).startsWith("petty.").endsWith(".count");
                        assertThat(runs)
                                .contains("\"%s\"".formatted(metric.name().replaceFirst("\\.count$", "")));
                        assertThat(metric.dimensions().keySet())
                                .allSatisfy(tag -> assertThat(runs).contains(".tag(\"%s\"".formatted(tag)));
                    }
                });
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void theCanaryWritesTheMetricThatItsAlarmWatches(Variant variant) {
        assertThat(Synthesized.of(variant).resources("AWS::Lambda::Function"))
                .filteredOn(function ->
                        function.properties().at("/Environment/Variables").has("NAMESPACE"))
                .hasSize(variant.isProduction() ? 1 : 0)
                .allSatisfy(canary -> {
                    JsonNode environment = canary.properties().at("/Environment/Variables");
                    assertThat(environment.path("NAMESPACE").asString())
                            .isEqualTo("Petty/" + variant.stage().label());
                    assertThat(environment.path("METRIC").asString()).isEqualTo(Canary.FAILURES);
                });
    }

    private static JsonNode alarm(Variant variant, String name) {
        return Synthesized.of(variant)
                .named("AWS::CloudWatch::Alarm", "AlarmName", name)
                .properties();
    }

    /** The target group's requests don't include those that the load balancer couldn't forward. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void theErrorShareCountsErrorsOfTheLoadBalancerAsRequests(Variant variant) {
        assertThat(alarm(variant, "api-errors")
                        .path("Metrics")
                        .valueStream()
                        .map(metric -> metric.path("Expression").asString("")))
                .contains("100 * (FILL(errors, 0) + FILL(unanswered, 0)) / (FILL(requests, 0) + FILL(unanswered, 0))");
    }

    /**
     * A small stage has an instance with 1 GiB and 80 connections, which its parameter group sets. A standard one has at
     * most 4 units, so 8 GiB and 901 connections. A large one has at most 32 units, so 64 GiB and 5,000 connections.
     */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void manyConnectionsAreReportedBeforeTheDatabaseRefusesAny(Variant variant) {
        assertThat(alarm(variant, "database-connections").path("Threshold").asInt())
                .isEqualTo(
                        switch (variant.size()) {
                            case SMALL -> 56;
                            case STANDARD -> 630;
                            case LARGE -> 3500;
                        });
        if (variant.size() == Size.SMALL) {
            Synthesized.of(variant)
                    .template("database")
                    .hasResourceProperties(
                            "AWS::RDS::DBParameterGroup",
                            Match.objectLike(Map.of("Parameters", Match.objectLike(Map.of("max_connections", "80")))));
        }
    }

    /** A small stage has 20 GiB, so a quarter is 5 GiB. */
    @ParameterizedTest
    @EnumSource
    void aDiskThatIsNearlyFullIsReported(Stage stage) {
        assertThat(alarm(new Variant(stage, Size.SMALL), "database-storage")
                        .path("Threshold")
                        .asLong())
                .isEqualTo(5L << 30);
    }
}
