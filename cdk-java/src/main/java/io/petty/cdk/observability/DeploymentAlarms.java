package io.petty.cdk.observability;

import io.petty.cdk.program.ApiStack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.ecs.AlarmBehavior;
import software.amazon.awscdk.services.ecs.DeploymentAlarmOptions;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;

/**
 * The alarms that roll back a deployment of the API. They judge single minutes, because a deployment takes only some
 * minutes. They send no mail: ECS reports the rollback, and the alarms of {@link ObservabilityStack} report lasting
 * problems. They are in the service's own stack, because the service can be created only after them.
 */
public final class DeploymentAlarms {
    private static final Duration MINUTE = Duration.minutes(1);
    private static final int MINUTES = 3;

    /** Maximum percentage of a minute's requests that fail with a server error. */
    private static final double MOST_ERRORS = 5;

    /** Fewer errors in a minute don't count, because a single one would be a large share of few requests. */
    private static final int FEWEST_ERRORS = 5;

    /** New tasks are slow at first, until their code is compiled. */
    private static final double SLOW_SECONDS = 2;

    private final ApiStack api;
    private final Map<String, Alarm> alarms = new LinkedHashMap<>();

    private DeploymentAlarms(ApiStack api) {
        this.api = api;
        alarm(
                "deploy-errors",
                "In two of three minutes, more than 5 % of requests, and at least 5, were answered with a status of 500"
                        + " or above, by the API or the load balancer.",
                errorShare(),
                MOST_ERRORS,
                2);
        alarm(
                "deploy-latency",
                "For three minutes, the slowest tenth of requests took longer than 2 s.",
                api.metrics().targetResponseTime(options("p90")),
                SLOW_SECONDS,
                MINUTES);
        alarm(
                "deploy-unhealthy",
                "For three minutes, at least one task of the API failed the load balancer's health check.",
                api.metrics().unhealthyHostCount(options("Minimum")),
                0,
                MINUTES);
        if (api.settings().hasCanary()) {
            alarm(
                    "deploy-canary",
                    "In two of three minutes, the canary couldn't read its collar.",
                    new PettyMetrics(api.settings()).canaryFailures(MINUTE),
                    0,
                    2);
        }
    }

    /** Creates the alarms and lets the service roll back on them. */
    public static void watch(ApiStack api) {
        Map<String, Alarm> alarms = new DeploymentAlarms(api).alarms;
        FargateService service = api.service();
        service.enableDeploymentAlarms(
                List.copyOf(alarms.keySet()),
                DeploymentAlarmOptions.builder()
                        .behavior(AlarmBehavior.ROLLBACK_ON_ALARM)
                        .build());
        // Otherwise, the service could be created first, and would refuse alarms that don't exist.
        alarms.values().forEach(alarm -> service.getNode().addDependency(alarm));
    }

    private IMetric errorShare() {
        return PettyMetrics.computed(
                "IF(FILL(errors, 0) + FILL(unanswered, 0) >= %d, 100 * (FILL(errors, 0) + FILL(unanswered, 0))"
                                .formatted(FEWEST_ERRORS)
                        + " / (FILL(requests, 0) + FILL(unanswered, 0)), 0)",
                MINUTE,
                "errors, %",
                Map.of(
                        "errors", api.metrics().httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, options("Sum")),
                        "unanswered", api.loadBalancerMetrics().httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, options("Sum")),
                        "requests", api.metrics().requestCount(options("Sum"))));
    }

    private static MetricOptions options(String statistic) {
        return PettyMetrics.options(MINUTE, statistic);
    }

    private void alarm(String name, String description, IMetric metric, double limit, int minutes) {
        String alarmName = api.settings().name(name);
        alarms.put(
                alarmName,
                Alarm.Builder.create(api, name)
                        .alarmName(alarmName)
                        .alarmDescription(description + " It rolls back a deployment in progress.")
                        .metric(metric)
                        .threshold(limit)
                        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                        .evaluationPeriods(MINUTES)
                        .datapointsToAlarm(minutes)
                        .treatMissingData(TreatMissingData.NOT_BREACHING)
                        .build());
    }
}
