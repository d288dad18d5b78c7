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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests that nights start on schedule and that failures are reported. */
class OperationTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The columns of a dashboard. */
    private static final int COLUMNS = 24;

    private static final List<String> ALARMS = List.of(
            "api-down",
            "api-errors",
            "api-latency",
            "database-connections",
            "newest-day-stale",
            "not-started",
            "reject-share",
            "rotation-failed",
            "run-failed",
            "run-missing");
    private static final List<String> ALARMS_OF_WORKERS = List.of("follow-run-failed", "workers-missing");
    private static final List<String> ALARMS_OF_AURORA = List.of("database-capacity");
    private static final List<String> ALARMS_OF_AN_INSTANCE = List.of("database-credits", "database-storage");

    /** Types of resources whose contents can't be restored. */
    private static final Set<String> KEPT = Set.of("AWS::ECR::Repository", "AWS::KMS::Key", "AWS::S3::Bucket");

    /**
     * The services that act through a service-linked role, by the prefix of their resource types. From AWS's page
     * "Services that work with IAM".
     */
    private static final Map<String, String> LINKED_ROLES = Map.of(
            "AWS::ECS::", "ecs",
            "AWS::ElasticLoadBalancingV2::", "elasticloadbalancing",
            "AWS::RDS::", "rds",
            "AWS::ApplicationAutoScaling::", "ecs.application-autoscaling",
            "AWS::Backup::", "backup");

    /**
     * Services without a service-linked role: they act through roles in the templates, through policies of resources,
     * or not at all. The firewall would need such a role only to send its log to Firehose.
     */
    private static final Set<String> WITHOUT_LINKED_ROLE = Set.of(
            "Athena",
            "Budgets",
            "CE",
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
            "SQS",
            "SSM",
            "Scheduler",
            "SecretsManager",
            "WAFv2");

    private static List<String> alarms(Variant variant) {
        return Stream.of(
                        ALARMS,
                        variant.isProduction() ? List.of("backup-missing", "canary") : List.<String>of(),
                        variant.size() == Size.SMALL ? ALARMS_OF_AN_INSTANCE : ALARMS_OF_AURORA,
                        variant.size() == Size.LARGE ? ALARMS_OF_WORKERS : List.<String>of())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void theNightlyRunStartsOnSchedule(Variant variant) {
        Synthesized.of(variant)
                .template("jobs")
                .hasResourceProperties(
                        "AWS::Scheduler::Schedule",
                        Match.objectLike(Map.of(
                                "ScheduleExpression",
                                variant.size() == Size.SMALL ? "cron(0 3 * * ? *)" : "cron(0 3,5,7 * * ? *)",
                                "ScheduleExpressionTimezone",
                                "Etc/UTC",
                                "Target",
                                Match.objectLike(
                                        Map.of("EcsParameters", Match.objectLike(Map.of("LaunchType", "FARGATE")))))));
    }

    /** Otherwise, the API would start before a run has created or migrated the schema. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void everythingElseCanBeDeployedBeforeTheApi(Variant variant) {
        Map<String, Stack> others = new TreeMap<>(Synthesized.of(variant).stacks());
        Stack api = others.remove("api");
        Stack observability = others.remove("observability");

        assertThat(others).containsKeys("jobs", "database");
        assertThat(others.values())
                .allSatisfy(stack -> assertThat(stack.getDependencies())
                        .as(stack.getStackName())
                        .doesNotContain(api, observability));
    }

    /**
     * Otherwise a failed first deployment would leave resources behind. The second one would fail because their names
     * are taken.
     */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void keptResourcesAreRemovedIfTheirCreationFails(Variant variant) {
        List<Resource> resources = Synthesized.of(variant).resources();

        assertThat(resources).noneMatch(resource -> resource.deletionPolicy().equals("Retain"));
        assertThat(resources)
                .filteredOn(resource -> KEPT.contains(resource.type())
                        || (variant.isProduction() && resource.type().equals("AWS::Logs::LogGroup")))
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
    @MethodSource(Synthesized.SIZES)
    void onlyProductionIsProtectedFromDeletion(Variant variant) {
        boolean isProduction = variant.isProduction();

        assertThat(Synthesized.of(variant)
                        .resources(variant.size() == Size.SMALL ? "AWS::RDS::DBInstance" : "AWS::RDS::DBCluster"))
                .singleElement()
                .satisfies(database -> assertThat(
                                database.properties().path("DeletionProtection").asBoolean())
                        .isEqualTo(isProduction));
        assertThat(Synthesized.of(variant).resources("AWS::ElasticLoadBalancingV2::LoadBalancer"))
                .singleElement()
                .satisfies(balancer -> assertThat(balancer.properties().toString())
                        .contains(
                                "{\"Key\":\"deletion_protection.enabled\",\"Value\":\"%s\"}".formatted(isProduction)));
        assertThat(Synthesized.of(variant).stacks().values())
                .allMatch(stack -> stack.getTerminationProtection().equals(isProduction));
    }

    /** The account may already have a service-linked role, and then CloudFormation would fail to create it. */
    @Test
    void theGuideCreatesTheRolesThatANewAccountLacks() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "deploying.md"));
        Matcher services = Pattern.compile("for service in ([a-z. -]+); do\n *aws iam create-service-linked-role")
                .matcher(guide);

        assertThat(services.find()).as("the guide creates service-linked roles").isTrue();
        assertThat(services.group(1).split(" ", -1)).containsExactlyInAnyOrderElementsOf(LINKED_ROLES.values());
        assertThat(Synthesized.of(Stage.PRODUCTION).resources())
                .extracting(Resource::type)
                .as("types of resources, each of a service in LINKED_ROLES or WITHOUT_LINKED_ROLE")
                .allMatch(type -> LINKED_ROLES.keySet().stream().anyMatch(type::startsWith)
                        || WITHOUT_LINKED_ROLE.contains(type.split("::", -1)[1]));
    }

    /**
     * With a readiness check, which includes the database, ECS would replace all tasks again and again during an
     * outage.
     */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void apiTasksAreNotReplacedWhileTheDatabaseIsDown(Variant variant) {
        List<Resource> targets = Synthesized.of(variant).resources("AWS::ElasticLoadBalancingV2::TargetGroup");

        assertThat(targets)
                .singleElement()
                .satisfies(target -> assertThat(
                                target.properties().path("HealthCheckPath").asString())
                        .isEqualTo("/actuator/health/liveness"));
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void everyAlarmNotifiesTheOperators(Variant variant) {
        List<Resource> alarms = Synthesized.of(variant).resources("AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> alarm.stack().equals("observability"))
                .toList();

        assertThat(alarms)
                .extracting(alarm -> alarm.properties()
                        .path("AlarmName")
                        .asString()
                        .replace("petty-" + variant.stage().label() + "-", ""))
                .containsExactlyInAnyOrderElementsOf(alarms(variant));
        assertThat(alarms).allSatisfy(alarm -> {
            assertThat(alarm.properties().path("AlarmActions").size())
                    .as("actions of %s", alarm)
                    .isEqualTo(1);
            assertThat(alarm.properties().path("AlarmDescription").asString())
                    .as("description of %s", alarm)
                    .endsWith(".");
        });
        assertThat(alarms)
                .filteredOn(
                        alarm -> alarm.properties().path("AlarmName").asString().matches(".*(run-missing|stale|down)"))
                .as("alarms that must fire if their data is missing")
                .hasSize(3)
                .allMatch(alarm ->
                        alarm.properties().path("TreatMissingData").asString().equals("breaching"));
    }

    /** At the end of a run, ECS ends the master and the collector with a signal, so their exit codes don't count. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void aTaskIsReportedAsFailedOnlyForTheExitCodeOfItsProgram(Variant variant) {
        assertThat(Synthesized.of(variant).resources("AWS::Events::Rule"))
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
    @MethodSource(Synthesized.SIZES)
    void theDashboardIsWellFormedAndItsWidgetsFitTheGrid(Variant variant) {
        JsonNode widgets = widgets(variant);
        int bySize = switch (variant.size()) {
            case SMALL -> 10;
            case STANDARD -> 11;
            case LARGE -> 12;
        };

        // Production has a canary.
        assertThat(widgets.size()).isEqualTo(bySize + (variant.isProduction() ? 1 : 0));
        for (JsonNode widget : widgets) {
            assertThat(widget.path("x").asInt() + widget.path("width").asInt())
                    .as("right edge of %s", widget)
                    .isLessThanOrEqualTo(COLUMNS);
            assertThat(widget.at("/properties/title").asString())
                    .as("title of %s", widget)
                    .isNotEmpty();
            assertThat(widget.at("/properties/metrics").size())
                    .as("number of metrics of %s", widget)
                    .isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void theDashboardShowsTheCanaryOnlyOfAStageThatHasOne(Variant variant) {
        List<JsonNode> canary = widgets(variant)
                .valueStream()
                .filter(widget -> widget.at("/properties/title").asString().equals("Canary"))
                .toList();

        if (!variant.isProduction()) {
            assertThat(canary).isEmpty();
            return;
        }
        assertThat(canary)
                .singleElement()
                .satisfies(widget -> assertThat(widget.at("/properties/metrics")
                                .valueStream()
                                .map(metric -> List.of(
                                        metric.path(0).asString(),
                                        metric.path(1).asString(),
                                        metric.at("/2/stat").asString(),
                                        metric.at("/2/yAxis").asString("left"))))
                        .containsExactly(
                                List.of("Petty/production", Canary.FAILURES, "Sum", "left"),
                                List.of("Petty/production", Canary.DURATION, "Maximum", "right")));
    }

    private static JsonNode widgets(Variant variant) {
        JsonNode dashboard = Synthesized.of(variant)
                .resources("AWS::CloudWatch::Dashboard")
                .get(0)
                .properties()
                .path("DashboardBody");
        StringBuilder text = new StringBuilder();
        dashboard.path("Fn::Join").path(1).forEach(part -> text.append(part.isString() ? part.asString() : "known"));
        return JSON.readTree(text.toString()).path("widgets");
    }

    /** X-Ray charges for each trace. The API has a trace for each request, but there are few runs. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void collectorsSendAllTracesOfRunsButOnlyAShareOfTheApis(Variant variant) {
        Map<String, String> expected = switch (variant.size()) {
            case SMALL -> Map.of();
            case STANDARD -> Map.of("run", "100.0", "maintenance", "100.0", "api", "5.0");
            case LARGE -> Map.of("run", "100.0", "maintenance", "100.0", "api", "0.1");
        };
        Map<String, String> percentages = new TreeMap<>();
        for (Resource task : Synthesized.of(variant).resources("AWS::ECS::TaskDefinition")) {
            Matcher percentage = Pattern.compile("sampling_percentage: ([0-9.]+)")
                    .matcher(task.properties().toString());
            if (percentage.find()) {
                percentages.put(
                        task.properties().at("/ContainerDefinitions/0/Name").asString(), percentage.group(1));
            }
        }

        assertThat(percentages).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void aTaskThatNeverStartedIsReported(Variant variant) {
        assertThat(pattern(variant, "tasks-never-started"))
                .contains("\"stopCode\":[\"TaskFailedToStart\"]")
                .contains("\"lastStatus\":[\"STOPPED\"]")
                .contains(
                        "\"group\":[\"family:petty-%1$s-run\",\"family:petty-%1$s-maintenance\",\"family:petty-%1$s-access\"]"
                                .formatted(variant.stage().label()));
        List<Resource> schedules = Synthesized.of(variant).resources("AWS::Scheduler::Schedule");
        assertThat(schedules)
                .hasSize(3)
                .allSatisfy(schedule -> assertThat(schedule.properties()
                                .at("/Target/DeadLetterConfig/Arn/Fn::GetAtt/0")
                                .asString())
                        .startsWith("NotStarted"));
        assertThat(PolicyStatements.of(Synthesized.of(variant)))
                .filteredOn(statement -> statement.actions().contains("sqs:SendMessage"))
                .as("the schedules' right to use the queue")
                .hasSize(1);
    }

    /** The names of the events are from the guides of ECS and Glue. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void failuresThatNoMetricShowsAreReported(Variant variant) {
        assertThat(pattern(variant, "no-capacity"))
                .contains("\"ECS Service Action\"", "\"SERVICE_TASK_PLACEMENT_FAILURE\"", "\"clusterArn\"");
        assertThat(pattern(variant, "deployment-failed"))
                .contains("\"ECS Deployment State Change\"", "\"SERVICE_DEPLOYMENT_FAILED\"")
                .contains("service/petty-%1$s-programs/petty-%1$s-api"
                        .formatted(variant.stage().label()));
        assertThat(pattern(variant, "deployment-failed").contains("-workers")).isEqualTo(variant.size() == Size.LARGE);
    }

    @ParameterizedTest
    @EnumSource
    void failedCrawlsAreReported(Stage stage) {
        Synthesized synthesized = Synthesized.of(stage);
        assertThat(pattern(synthesized.variant(), "crawler-failed"))
                .contains("\"aws.glue\"", "\"Glue Crawler State Change\"", "\"Failed\"")
                .contains(synthesized
                        .resources("AWS::Glue::Crawler")
                        .get(0)
                        .properties()
                        .path("Name")
                        .toString());
    }

    /** With a desired count, each deployment would reset the number of tasks that scaling has set. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void deploymentsDoNotChangeTheNumberOfApiTasks(Variant variant) {
        assertThat(Synthesized.of(variant).resources("AWS::ECS::Service"))
                .filteredOn(service -> service.stack().equals("api"))
                .singleElement()
                .satisfies(service ->
                        assertThat(service.properties().has("DesiredCount")).isFalse());
        assertThat(Synthesized.of(variant).resources("AWS::ApplicationAutoScaling::ScalableTarget"))
                .singleElement()
                .satisfies(target -> assertThat(
                                target.properties().path("MinCapacity").asInt())
                        .isEqualTo(variant.size() == Size.LARGE ? 2 : 1));
    }

    /** Checks the outputs that people need to deliver files, start tasks, look at data and replace secrets. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void stacksOutputTheValuesThatPeopleNeed(Variant variant) {
        Set<String> outputs = new TreeSet<>();
        Synthesized.of(variant)
                .templates()
                .forEach((stack, template) -> template.path("Outputs")
                        .properties()
                        .forEach(output -> {
                            if (!output.getValue().has("Export")) {
                                outputs.add(stack + " " + output.getKey());
                                assertThat(output.getValue().path("Description").asString(""))
                                        .as(output.getKey())
                                        .isNotEmpty();
                            }
                        }));

        assertThat(outputs)
                .contains(
                        "api ApiUrl",
                        "api LoadBalancerName",
                        "api ServiceName",
                        "cluster ClusterName",
                        "database DatabaseUrl",
                        "database LoginSecret",
                        "images ApiImage",
                        "images CommandImage",
                        "jobs AccessTaskDefinition",
                        "jobs JobsSecurityGroup",
                        "jobs MaintenanceTaskDefinition",
                        "jobs MonthlySchedule",
                        "jobs NightlySchedule",
                        "jobs RunSecurityGroup",
                        "jobs RunTaskDefinition",
                        "jobs TaskPublicAddress",
                        "jobs TaskSubnets",
                        "jobs WeeklySchedule",
                        "observability AlarmTopic",
                        "observability DashboardName",
                        "secrets SigningKeysSecret",
                        "secrets UserKeySecret",
                        "storage FeedbackUri",
                        "storage LakeUri",
                        "storage RawUri");
        assertThat(outputs.contains("secrets SparkSecret")).isEqualTo(variant.size() == Size.LARGE);
        assertThat(outputs.containsAll(List.of("query AthenaWorkGroup", "query GlueDatabase")))
                .isEqualTo(variant.size() != Size.SMALL);
    }

    /** Otherwise the crawler would also start after commands such as {@code status} in a task of the run. */
    @ParameterizedTest
    @EnumSource
    void theCrawlerStartsOnlyAfterRunsThatMayHaveChangedTables(Stage stage) {
        Variant variant = Synthesized.of(stage).variant();
        assertThat(pattern(variant, "run-ended"))
                .contains("\"lastStatus\":[\"STOPPED\"]")
                .contains("\"exitCode\":[0,1,4,5]", "\"name\":[\"run\"]")
                .contains(
                        "\"containerOverrides\":{\"command\":[\"run\",\"rerun\",\"backfill\",\"rollback\",\"forget\",{\"exists\":false}]}")
                .contains("\"group\":[\"family:petty-%s-run\"]"
                        .formatted(variant.stage().label()));
    }

    @Test
    void theRunbookHasAnEntryForEachAlarmAndEachMail() throws IOException {
        String runbook = Files.readString(Path.of("..", "docs", "operating.md"));
        String guide = Files.readString(Path.of("..", "docs", "deploying.md"));

        assertThat(Stream.concat(
                                resourcesOfAllSizes("AWS::CloudWatch::Alarm")
                                        .map(alarm -> alarm.properties().path("AlarmName")),
                                resourcesOfAllSizes("AWS::Events::Rule")
                                        .filter(rule -> rule.stack().equals("observability"))
                                        .map(rule -> rule.properties().path("Name")))
                        .map(name -> name.asString("").replace("petty-production-", ""))
                        // The mails about failed tasks have no entry of their own.
                        .filter(name -> !name.endsWith("-ended-badly")))
                .hasSizeGreaterThan(15)
                .allSatisfy(name -> {
                    assertThat(runbook.contains("\n#### " + name + "\n"))
                            .as("docs/operating.md has a section %s", name)
                            .isTrue();
                    assertThat(guide.contains("`" + name + "`"))
                            .as("docs/deploying.md names %s", name)
                            .isTrue();
                });
    }

    private static Stream<Resource> resourcesOfAllSizes(String type) {
        return Stream.of(Size.values())
                .flatMap(size -> Synthesized.of(new Variant(Stage.PRODUCTION, size)).resources(type).stream());
    }

    private static String pattern(Variant variant, String rule) {
        return Synthesized.of(variant)
                .named("AWS::Events::Rule", "Name", rule)
                .properties()
                .path("EventPattern")
                .toString();
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void spendAboveTheBudgetIsReported(Variant variant) {
        Synthesized.of(variant)
                .template("observability")
                .hasResourceProperties(
                        "AWS::Budgets::Budget",
                        Match.objectLike(Map.of(
                                "Budget",
                                Match.objectLike(Map.of(
                                        "BudgetType",
                                        "COST",
                                        "TimeUnit",
                                        "MONTHLY",
                                        "BudgetLimit",
                                        Map.of(
                                                "Amount",
                                                switch (variant.size()) {
                                                    case SMALL -> 82;
                                                    case STANDARD -> 340;
                                                    case LARGE -> 4500;
                                                },
                                                "Unit",
                                                "USD"))),
                                "NotificationsWithSubscribers",
                                List.of(notification("ACTUAL", 90), notification("FORECASTED", 100)))));
    }

    /** AWS sends only immediate reports to topics, and an account can have only one monitor by service. */
    @ParameterizedTest
    @EnumSource
    void unusualSpendIsReportedToTheTopic(Stage stage) {
        Synthesized synthesized = Synthesized.of(stage);
        int budget = synthesized
                .resources("AWS::Budgets::Budget")
                .get(0)
                .properties()
                .at("/Budget/BudgetLimit/Amount")
                .asInt();
        List<Resource> monitors = synthesized.resources("AWS::CE::AnomalyMonitor");

        assertThat(monitors).hasSize(stage == Stage.STAGING ? 1 : 0);
        assertThat(synthesized.resources("AWS::CE::AnomalySubscription"))
                .singleElement()
                .extracting(Resource::properties)
                .satisfies(subscription -> {
                    assertThat(subscription.path("Frequency").asString()).isEqualTo("IMMEDIATE");
                    assertThat(subscription.path("MonitorArnList").toString())
                            .contains(
                                    monitors.isEmpty()
                                            ? "arn:aws:ce::123456789012:anomalymonitor/"
                                            : monitors.get(0).id());
                    assertThat(subscription.at("/Subscribers/0/Type").asString())
                            .isEqualTo("SNS");
                    assertThat(subscription.at("/Subscribers/0/Address/Ref").asString())
                            .isEqualTo(synthesized
                                    .resources("AWS::SNS::Topic")
                                    .get(0)
                                    .id());
                    JsonNode threshold = JSON.readTree(
                            subscription.path("ThresholdExpression").asString());
                    assertThat(threshold.at("/Dimensions/Key").asString()).isEqualTo("ANOMALY_TOTAL_IMPACT_ABSOLUTE");
                    assertThat(threshold.at("/Dimensions/Values/0").asString()).isEqualTo(String.valueOf(budget / 10));
                });
    }

    private static Object notification(String type, int percent) {
        return Map.of(
                "Notification",
                Map.of(
                        "ComparisonOperator",
                        "GREATER_THAN",
                        "NotificationType",
                        type,
                        "Threshold",
                        percent,
                        "ThresholdType",
                        "PERCENTAGE"),
                "Subscribers",
                List.of(Map.of("SubscriptionType", "SNS", "Address", Match.anyValue())));
    }

    /** Otherwise the load balancer sends requests on connections that the API just closed, and answers 502. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void theApiKeepsConnectionsLongerThanTheLoadBalancer(Variant variant) throws IOException {
        Matcher kept = Pattern.compile("(?m)^server\\.tomcat\\.keep-alive-timeout=(\\d+)s$")
                .matcher(Files.readString(
                        Path.of("..", "api-readonly/src/main/resources/io/petty/api/boot.properties")));
        assertThat(kept.find()).as("boot.properties has a keep-alive timeout").isTrue();

        assertThat(Synthesized.of(variant).resources("AWS::ElasticLoadBalancingV2::LoadBalancer"))
                .singleElement()
                .satisfies(balancer -> assertThat(balancer.properties()
                                .path("LoadBalancerAttributes")
                                .valueStream()
                                .filter(attribute ->
                                        attribute.path("Key").asString().equals("idle_timeout.timeout_seconds"))
                                .map(attribute ->
                                        Integer.parseInt(attribute.path("Value").asString())))
                        .singleElement()
                        .satisfies(idle ->
                                assertThat(Integer.parseInt(kept.group(1))).isGreaterThanOrEqualTo(idle + 10)));
    }
}
