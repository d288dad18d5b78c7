package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Resource;
import io.petty.cdk.Synthesized.Stage;
import io.petty.cdk.Synthesized.Variant;
import io.petty.cdk.settings.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Tests that a deployment is rolled back if its alarms fire or its tasks don't start. */
class DeploymentAlarmsTest {
    private static JsonNode deployment(Variant variant, String stack) {
        return Synthesized.of(variant).resources("AWS::ECS::Service").stream()
                .filter(service -> service.stack().equals(stack))
                .findFirst()
                .orElseThrow()
                .properties()
                .path("DeploymentConfiguration");
    }

    private static List<Resource> alarms(Variant variant) {
        return Synthesized.of(variant).resources("AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> alarm.stack().equals("api"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void theServiceIsCreatedAfterItsAlarmsAndRollsBackOnThem(Variant variant) {
        JsonNode watched = deployment(variant, "api").path("Alarms");
        List<String> names = new ArrayList<>();
        for (JsonNode name : watched.path("AlarmNames")) {
            names.add(name.asString());
        }

        assertThat(watched.path("Enable").asBoolean()).isTrue();
        assertThat(watched.path("Rollback").asBoolean()).isTrue();
        assertThat(names)
                .hasSize(variant.isProduction() ? 4 : 3)
                .containsExactlyInAnyOrderElementsOf(alarms(variant).stream()
                        .map(alarm -> alarm.properties().path("AlarmName").asString())
                        .toList());
        JsonNode service = Objects.requireNonNull(
                        Synthesized.of(variant).templates().get("api"))
                .path("Resources")
                .valueStream()
                .filter(resource -> resource.path("Type").asString().equals("AWS::ECS::Service"))
                .findFirst()
                .orElseThrow();
        assertThat(service.path("DependsOn").valueStream().map(JsonNode::asString))
                .containsAll(alarms(variant).stream().map(Resource::id).toList());
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void theAlarmsJudgeSingleMinutesAndIgnoreMinutesWithoutRequests(Variant variant) {
        assertThat(alarms(variant)).isNotEmpty().allSatisfy(alarm -> {
            JsonNode properties = alarm.properties();
            List<Integer> periods = new ArrayList<>();
            if (properties.has("Period")) {
                periods.add(properties.path("Period").asInt());
            }
            properties
                    .path("Metrics")
                    .valueStream()
                    .filter(metric -> metric.has("MetricStat"))
                    .forEach(metric ->
                            periods.add(metric.at("/MetricStat/Period").asInt()));
            assertThat(periods)
                    .as("periods of %s in seconds", alarm)
                    .isNotEmpty()
                    .containsOnly(60);
            assertThat(properties.path("EvaluationPeriods").asInt())
                    .as("%s", alarm)
                    .isEqualTo(3);
            assertThat(properties.path("TreatMissingData").asString())
                    .as("%s", alarm)
                    .isEqualTo("notBreaching");
            assertThat(properties.has("AlarmActions"))
                    .as("%s sends mail", alarm)
                    .isFalse();
        });
    }

    /** A single error would be a large share of few requests. The load balancer's own errors count as well. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void fewerThanFiveErrorsInAMinuteDoNotRollBack(Variant variant) {
        JsonNode alarm = Synthesized.of(variant)
                .named("AWS::CloudWatch::Alarm", "AlarmName", "deploy-errors")
                .properties();

        assertThat(alarm.path("Metrics")
                        .valueStream()
                        .map(metric ->
                                metric.at("/MetricStat/Metric/MetricName").asString("")))
                .contains("HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count", "RequestCount");
        assertThat(alarm.at("/Metrics/0/Expression").asString())
                .isEqualTo("IF(FILL(errors, 0) + FILL(unanswered, 0) >= 5, 100 * (FILL(errors, 0)"
                        + " + FILL(unanswered, 0)) / (FILL(requests, 0) + FILL(unanswered, 0)), 0)");
    }

    /** Outside of a run there are no workers, so no metric could judge a deployment. */
    @ParameterizedTest
    @EnumSource
    void workersAreRolledBackOnlyIfTheirTasksDoNotStart(Stage stage) {
        Variant variant = new Variant(stage, Size.LARGE);

        assertThat(deployment(variant, "workers").at("/Alarms/Enable").asBoolean(false))
                .isFalse();
        for (String stack : List.of("api", "workers")) {
            assertThat(deployment(variant, stack)
                            .at("/DeploymentCircuitBreaker/Rollback")
                            .asBoolean())
                    .as("the service in the stack %s is rolled back", stack)
                    .isTrue();
        }
    }
}
