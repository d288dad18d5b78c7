package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesised.Resource;
import io.petty.cdk.Synthesised.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.assertions.Match;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests that nights start on schedule and that failures are reported. */
class OperationTest {
    private static final int GRID = 24;
    private static final List<String> ALARMS = List.of(
            "api-down", "api-errors", "api-latency", "newest-day-stale", "reject-share", "run-failed", "run-missing");
    private static final List<String> ALARMS_OF_WORKERS = List.of("follow-run-failed", "workers-missing");

    /** Types whose resources hold what can't be brought back. */
    private static final Set<String> KEPT = Set.of("AWS::ECR::Repository", "AWS::KMS::Key", "AWS::S3::Bucket");

    /** The services that act in an account by a role of their own, from "Services that work with IAM". */
    private static final Map<String, String> LINKED_ROLES = Map.of(
            "AWS::ECS::", "ecs",
            "AWS::ElasticLoadBalancingV2::", "elasticloadbalancing",
            "AWS::RDS::", "rds",
            "AWS::ApplicationAutoScaling::", "ecs.application-autoscaling");

    /**
     * Services that act by roles in the templates, by policies of resources, or not at all. The firewall needs a role
     * only for logs to Firehose.
     */
    private static final Set<String> WITHOUT_LINKED_ROLE = Set.of(
            "Athena",
            "CertificateManager",
            "CloudWatch",
            "EC2",
            "ECR",
            "Events",
            "Glue",
            "IAM",
            "KMS",
            "Lambda",
            "Logs",
            "Route53",
            "S3",
            "SNS",
            "SSM",
            "Scheduler",
            "SecretsManager",
            "WAFv2");

    private static List<String> all(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void theNightStartsOnSchedule(Stage stage) {
        Synthesized.of(stage)
                .template("jobs")
                .hasResourceProperties(
                        "AWS::Scheduler::Schedule",
                        Match.objectLike(Map.of(
                                "ScheduleExpression",
                                "cron(0 3,5,7 * * ? *)",
                                "ScheduleExpressionTimezone",
                                "Etc/UTC",
                                "Target",
                                Match.objectLike(
                                        Map.of("EcsParameters", Match.objectLike(Map.of("LaunchType", "FARGATE")))))));
    }

    /** A failed first deployment would leave them behind, and the second one would fail because the names are taken. */
    @ParameterizedTest
    @EnumSource
    void whatIsKeptIsKeptOnceItWasCreated(Stage stage) {
        List<Resource> resources = Synthesised.of(stage).resources();

        assertThat(resources).noneMatch(resource -> resource.deletionPolicy().equals("Retain"));
        assertThat(resources)
                .filteredOn(resource -> KEPT.contains(resource.type())
                        || stage == Stage.PRODUCTION && resource.type().equals("AWS::Logs::LogGroup"))
                .hasSizeGreaterThan(10)
                .allSatisfy(resource -> {
                    assertThat(resource.deletionPolicy()).as("%s", resource).isEqualTo("RetainExceptOnCreate");
                    assertThat(resource.updateReplacePolicy())
                            .as("%s", resource)
                            .isEqualTo("Retain");
                });
        assertThat(resources)
                .filteredOn(resource -> resource.type().equals("AWS::SecretsManager::Secret"))
                .filteredOn(resource ->
                        resource.properties().path("Name").asString("").matches(".*/(signing-keys|user-key)"))
                .hasSize(2)
                .allMatch(secret -> secret.deletionPolicy().equals("RetainExceptOnCreate"));
    }

    @ParameterizedTest
    @EnumSource
    void onlyProductionIsProtectedFromDeletion(Stage stage) {
        boolean isProduction = stage == Stage.PRODUCTION;

        assertThat(Synthesised.of(stage).resources("AWS::RDS::DBCluster"))
                .singleElement()
                .satisfies(database -> assertThat(
                                database.properties().path("DeletionProtection").asBoolean())
                        .isEqualTo(isProduction));
        assertThat(Synthesised.of(stage).resources("AWS::ElasticLoadBalancingV2::LoadBalancer"))
                .singleElement()
                .satisfies(balancer -> assertThat(balancer.properties().toString())
                        .contains(
                                "{\"Key\":\"deletion_protection.enabled\",\"Value\":\"%s\"}".formatted(isProduction)));
        assertThat(Synthesised.of(stage).stacks().values())
                .allMatch(stack -> stack.getTerminationProtection().equals(isProduction));
    }

    /** CloudFormation can't create a role that an account may already have. */
    @Test
    void theGuideCreatesTheRolesThatANewAccountLacks() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "deploying.md"));
        Matcher services = Pattern.compile("for service in ([a-z. -]+); do\n *aws iam create-service-linked-role")
                .matcher(guide);

        assertThat(services.find()).isTrue();
        assertThat(services.group(1).split(" ")).containsExactlyInAnyOrderElementsOf(LINKED_ROLES.values());
        assertThat(Synthesised.of(Stage.PRODUCTION).resources())
                .extracting(Resource::type)
                .as("services that this test knows to have a role, or to need none")
                .allMatch(type -> LINKED_ROLES.keySet().stream().anyMatch(type::startsWith)
                        || WITHOUT_LINKED_ROLE.contains(type.split("::")[1]));
    }

    /** Readiness fails with the database. During an outage ECS would replace all tasks again and again. */
    @ParameterizedTest
    @EnumSource
    void apiTasksAreNotReplacedWhileTheDatabaseIsDown(Stage stage) {
        List<Resource> targets = Synthesized.of(stage).resources("AWS::ElasticLoadBalancingV2::TargetGroup");

        assertThat(targets)
                .singleElement()
                .satisfies(target -> assertThat(
                                target.properties().path("HealthCheckPath").asString())
                        .isEqualTo("/actuator/health/liveness"));
    }

    @ParameterizedTest
    @EnumSource
    void everyAlarmNotifiesTheOperators(Stage stage) {
        List<Resource> alarms = Synthesized.of(stage).resources("AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> alarm.stack().equals("observability"))
                .toList();

        assertThat(alarms)
                .extracting(alarm ->
                        alarm.properties().path("AlarmName").asString().replace("petty-" + stage.label() + "-", ""))
                .containsExactlyInAnyOrderElementsOf(stage == Stage.STAGING ? ALARMS : all(ALARMS, ALARMS_OF_WORKERS));
        assertThat(alarms).allSatisfy(alarm -> {
            assertThat(alarm.properties().path("AlarmActions").size()).isEqualTo(1);
            assertThat(alarm.properties().path("AlarmDescription").asString()).endsWith(".");
        });
        assertThat(alarms)
                .filteredOn(
                        alarm -> alarm.properties().path("AlarmName").asString().matches(".*(run-missing|stale|down)"))
                .as("missing data counts as a failure")
                .hasSize(3)
                .allMatch(alarm ->
                        alarm.properties().path("TreatMissingData").asString().equals("breaching"));
    }

    /** ECS ends the master and the collector with a signal when the run has ended. */
    @ParameterizedTest
    @EnumSource
    void onlyTheExitCodeOfItsProgramFailsATask(Stage stage) {
        assertThat(Synthesized.of(stage).resources("AWS::Events::Rule"))
                .filteredOn(rule -> rule.properties().path("Name").asString().endsWith("-ended-badly"))
                .hasSize(3)
                .allSatisfy(rule -> {
                    JsonNode containers = rule.properties()
                            .path("EventPattern")
                            .path("detail")
                            .path("containers");
                    assertThat(rule.properties().path("Name").asString())
                            .contains(containers.path("name").path(0).asString());
                    assertThat(containers.path("name").size()).isEqualTo(1);
                    assertThat(containers.path("exitCode").toString()).isEqualTo("[1,2,{\"numeric\":[\">\",3]}]");
                });
    }

    @ParameterizedTest
    @EnumSource
    void theDashboardIsWellFormedAndItsWidgetsFitTheGrid(Stage stage) {
        JsonNode dashboard = Synthesized.of(stage)
                .resources("AWS::CloudWatch::Dashboard")
                .get(0)
                .properties()
                .path("DashboardBody");
        StringBuilder text = new StringBuilder();
        dashboard.path("Fn::Join").path(1).forEach(part -> text.append(part.isString() ? part.asString() : "known"));
        JsonNode widgets =
                JsonMapper.builder().build().readTree(text.toString()).path("widgets");

        assertThat(widgets.size()).isEqualTo(stage == Stage.STAGING ? 11 : 12);
        for (JsonNode widget : widgets) {
            assertThat(widget.path("x").asInt() + widget.path("width").asInt()).isLessThanOrEqualTo(GRID);
            assertThat(widget.path("properties").path("title").asString()).isNotEmpty();
            assertThat(widget.path("properties").path("metrics").size()).isPositive();
        }
    }

    /** Nothing else checks the text of the collector's settings. */
    @Test
    void theCollectorSendsTracesAndTheAgeOfTheNewestDay() {
        String settings =
                CollectorSettings.tracesAndFigures("eu-central-1", "/petty/staging/api-figures", "Petty/staging");

        assertThat(settings).doesNotContain("\t").contains("127.0.0.1:4318", "/actuator/prometheus");
        Matcher keys = Pattern.compile("(?m)^( *)([a-z_]+):").matcher(settings);
        assertThat(keys.results().filter(key -> key.group(1).isEmpty()).map(key -> key.group(2)))
                .containsExactly("receivers", "processors", "exporters", "service");
        assertThat(settings.lines())
                .allMatch(line -> (line.length() - line.stripLeading().length()) % 2 == 0);
    }
}
