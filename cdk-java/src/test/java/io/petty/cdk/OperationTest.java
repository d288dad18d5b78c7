package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Resource;
import io.petty.cdk.Synthesized.Stage;
import java.util.List;
import java.util.Map;
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

    /** Readiness fails when the database does, so during an outage ECS would replace all tasks again and again. */
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
