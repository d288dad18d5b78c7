package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Resource;
import io.petty.cdk.Synthesized.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import tools.jackson.databind.JsonNode;

/** Tests the Spark cluster of a stage with workers. Production has workers, staging doesn't. */
class WorkersStackTest {
    private static final Synthesized PRODUCTION = Synthesized.of(Stage.PRODUCTION);

    private static JsonNode container(String name) {
        return PRODUCTION.container(name);
    }

    private static String setting(JsonNode container, String name) {
        return Objects.requireNonNull(Synthesized.environment(container).get(name), name)
                .asString();
    }

    private static List<String> secrets(JsonNode container) {
        return container
                .path("Secrets")
                .valueStream()
                .map(secret -> secret.path("Name").asString())
                .toList();
    }

    @Test
    void aStageWithoutWorkersHasNoCluster() {
        Synthesized staging = Synthesized.of(Stage.STAGING);

        assertThat(staging.stacks()).doesNotContainKey("workers");
        assertThat(staging.resources())
                .extracting(resource -> resource.properties().toString().toLowerCase(Locale.ROOT))
                .noneMatch(properties -> properties.contains("spark"));
        assertThat(staging.resources("AWS::EC2::SecurityGroup"))
                .extracting(Resource::id)
                .noneMatch(id -> id.startsWith("Workers"));
    }

    @Test
    void workersRunOnlyOnSpotAndOnlyDuringARun() {
        PRODUCTION
                .template("workers")
                .hasResourceProperties(
                        "AWS::ECS::Service",
                        Match.objectLike(Map.of(
                                "DesiredCount",
                                0,
                                "ServiceName",
                                "petty-production-workers",
                                "CapacityProviderStrategy",
                                List.of(Map.of("CapacityProvider", "FARGATE_SPOT", "Weight", 1)))));
        PRODUCTION
                .template("workers")
                .hasResourceProperties(
                        "AWS::Lambda::Function",
                        Match.objectLike(
                                Map.of("Environment", Map.of("Variables", Match.objectLike(Map.of("WORKERS", "10"))))));
    }

    @Test
    void theFunctionIsCalledWhenARunStartsOrEndsAndEveryFiveMinutes() {
        PRODUCTION
                .template("workers")
                .hasResourceProperties(
                        "AWS::Events::Rule",
                        Match.objectLike(Map.of(
                                "EventPattern",
                                Match.objectLike(Map.of(
                                        "detail-type",
                                        List.of("ECS Task State Change"),
                                        "detail",
                                        Match.objectLike(Map.of("group", List.of("family:petty-production-run"))))))));
        PRODUCTION
                .template("workers")
                .hasResourceProperties(
                        "AWS::Events::Rule", Match.objectLike(Map.of("ScheduleExpression", "rate(5 minutes)")));
        PRODUCTION.template("workers").resourceCountIs("AWS::Lambda::Permission", 2);
    }

    /** Spot sends SIGTERM two minutes before it ends a task. A worker ends within 90 s. */
    @Test
    void workersHaveTimeToHandOverTheirBlocksWhenSpotReclaimsThem() {
        assertThat(container("worker").path("StopTimeout").asInt()).isEqualTo(120);
    }

    @Test
    void theRunStartsWhenItsMasterAnswersAndEndsWithIt() {
        JsonNode run = container("run");
        JsonNode master = container("master");

        assertThat(run.path("DependsOn").toString())
                .isEqualTo("[{\"Condition\":\"HEALTHY\",\"ContainerName\":\"master\"}]");
        assertThat(run.path("Essential").asBoolean()).isTrue();
        assertThat(master.path("Essential").asBoolean()).isTrue();
        assertThat(master.path("RestartPolicy").path("Enabled").asBoolean()).isTrue();
        assertThat(master.path("HealthCheck").path("Command").toString()).contains("/7077");
        assertThat(setting(run, "PETTY_SPARK_MASTER")).isEqualTo("spark://@ADDRESS@:7077");
        assertThat(run.path("Memory").asInt() + master.path("Memory").asInt() + 512)
                .isEqualTo(8192);
    }

    @Test
    void commandsGetTheAddressOfTheirTask() {
        assertThat(container("master").path("Command").toString())
                .isEqualTo("[\"spark\",\"master\",\"--host\",\"@ADDRESS@\",\"--port\",\"7077\"]");
        assertThat(container("worker").path("Command").toString())
                .isEqualTo("[\"spark\",\"worker\",\"--host\",\"@ADDRESS@\",\"--port\",\"7080\","
                        + "\"--cores\",\"4\",\"--memory\",\"6041m\"]");
        assertThat(List.of(container("run"), container("master"), container("worker")))
                .allSatisfy(container ->
                        assertThat(container.path("EntryPoint").toString()).isEqualTo("[\"/opt/petty/in-task\"]"));
        assertThat(container("maintenance").has("EntryPoint")).isFalse();
    }

    @Test
    void theRequestedExecutorFitsIntoAWorker() {
        assertThat(setting(container("run"), "PETTY_SPARK_EXECUTOR_MEMORY")).isEqualTo("6041m");
    }

    @Test
    void driverMasterAndWorkersShareASecretAndWorkersGetNoOtherSecret() {
        assertThat(secrets(container("run"))).containsExactlyInAnyOrder("PETTY_SPARK_SECRET", "PETTY_USER_KEY_SECRET");
        assertThat(secrets(container("master"))).containsExactly("PETTY_SPARK_SECRET");
        assertThat(secrets(container("worker"))).containsExactlyInAnyOrder("PETTY_SPARK_MASTER", "PETTY_SPARK_SECRET");
        assertThat(container("worker").path("Environment").toString()).doesNotContain("DATABASE");
    }

    @Test
    void programsListenOnThePortsThatSecurityGroupsOpen() {
        assertThat(setting(container("run"), "PETTY_JAVA_OPTIONS"))
                .contains(
                        "-Dspark.driver.port=7078",
                        "-Dspark.driver.blockManager.port=7079",
                        "-Dspark.blockManager.port=7100",
                        "-Dspark.port.maxRetries=16");
        assertThat(rules("AWS::EC2::SecurityGroupIngress", "GroupId", "SourceSecurityGroupId"))
                .contains(
                        "Run from Workers at 7077-7079",
                        "Workers from Run at 7080-7080",
                        "Workers from Run at 7100-7116",
                        "Workers from Workers at 7100-7116")
                .filteredOn(rule -> rule.contains("Workers"))
                .hasSize(4);
    }

    @Test
    void workersReachAwsTheRunAndEachOtherButNotTheDatabase() {
        assertThat(rules("AWS::EC2::SecurityGroupEgress", "GroupId", "DestinationSecurityGroupId"))
                .containsExactlyInAnyOrder("Workers to Run at 7077-7079", "Workers to Workers at 7100-7116");
        assertThat(PRODUCTION.resources("AWS::EC2::SecurityGroup"))
                .filteredOn(group -> group.id().startsWith("Workers"))
                .singleElement()
                .satisfies(group -> {
                    JsonNode egress = group.properties().path("SecurityGroupEgress");
                    assertThat(egress.size()).isEqualTo(1);
                    assertThat(egress.path(0).path("FromPort").asInt()).isEqualTo(443);
                    assertThat(egress.path(0).path("ToPort").asInt()).isEqualTo(443);
                });
        assertThat(rules("AWS::EC2::SecurityGroupIngress", "GroupId", "SourceSecurityGroupId"))
                .filteredOn(rule -> rule.startsWith("Database"))
                .containsExactlyInAnyOrder(
                        "Database from Api at 5432-5432",
                        "Database from Jobs at 5432-5432",
                        "Database from Rotation at 5432-5432",
                        "Database from Run at 5432-5432");
    }

    /**
     * Returns the rules between groups, such as {@code Run from Workers at 7077-7079} (ingress) or
     * {@code Workers to Run at 7077-7079} (egress).
     */
    private static List<String> rules(String type, String own, String other) {
        String direction = type.endsWith("Egress") ? "to" : "from";
        List<String> rules = new ArrayList<>();
        for (Resource rule : PRODUCTION.resources(type)) {
            rules.add("%s %s %s at %d-%d"
                    .formatted(
                            group(rule.properties().path(own)),
                            direction,
                            group(rule.properties().path(other)),
                            rule.properties().path("FromPort").asInt(),
                            rule.properties().path("ToPort").asInt()));
        }
        return rules;
    }

    /** Returns the id of a group, without the hash that the CDK appends. */
    private static String group(JsonNode reference) {
        return Pattern.compile("[0-9A-F]{8}$")
                .matcher(reference.path("Fn::GetAtt").path(0).asString())
                .replaceAll("");
    }
}
