package io.petty.cdk.observability;

import io.petty.cdk.program.ApiFirewall;
import io.petty.cdk.program.Canary;
import io.petty.cdk.program.JobsStack;
import io.petty.cdk.settings.StageSettings;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.IFilterPattern;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.MetricFilter;

/**
 * The metrics that alarms and the dashboard use. Those of Petty's programs have the names that Micrometer gives them in
 * CloudWatch.
 */
final class PettyMetrics {
    private static final String READINGS = "RunReadings";
    private static final String REJECTS = "RunRejects";
    private static final String NIGHTS = "NightsCompleted";
    private static final String NEWEST_DAY_AGE = "NewestDayAge";
    private static final String AGE_FIELD = "$.newest_day_age_seconds";

    private final StageSettings settings;

    PettyMetrics(StageSettings settings) {
        this.settings = settings;
    }

    /** Returns a metric that an expression computes from others, by the names that they have in it. */
    static IMetric computed(String expression, Duration period, String label, Map<String, IMetric> metrics) {
        return MathExpression.Builder.create()
                .expression(expression)
                // Sorted, because the order in Map.of differs from process to process.
                .usingMetrics(new TreeMap<>(metrics))
                .period(period)
                .label(label)
                .build();
    }

    static MetricOptions options(Duration period, String statistic) {
        return MetricOptions.builder().period(period).statistic(statistic).build();
    }

    private Metric metric(
            String name, Map<String, String> dimensions, String statistic, Duration period, String label) {
        return metric(settings.metricNamespace(), name, dimensions, statistic, period, label);
    }

    private static Metric metric(
            String namespace,
            String name,
            Map<String, String> dimensions,
            String statistic,
            Duration period,
            String label) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(dimensions)
                .statistic(statistic)
                .period(period)
                .label(label)
                .build();
    }

    /** Returns the runs that ended in a state: completed, failed, stopped or lost. */
    Metric runs(String state, Duration period) {
        return metric("petty.run.count", Map.of("state", state), "Sum", period, state);
    }

    Metric daysFailed(Duration period) {
        return metric("petty.days.failed.count", Map.of(), "Sum", period, "days that failed");
    }

    Metric daysPublished(Duration period) {
        return metric("petty.days.published.count", Map.of(), "Sum", period, "days published");
    }

    /** Returns the time since the end of the newest published day, from a line that the API logs each minute. */
    Metric freshness(Duration period) {
        return metric(NEWEST_DAY_AGE, Map.of(), "Maximum", period, "seconds since the newest day ended");
    }

    /** Returns the number of Spark workers that the service should run, from Container Insights. */
    Metric workersWanted(Duration period) {
        return tasks("DesiredTaskCount", "workers", period, "wanted");
    }

    Metric workersRunning(Duration period) {
        return tasks("RunningTaskCount", "workers", period, "running");
    }

    Metric apiTasksRunning(Duration period) {
        return tasks("RunningTaskCount", "api", period, "api");
    }

    private Metric tasks(String figure, String service, Duration period, String label) {
        return metric(
                "ECS/ContainerInsights",
                figure,
                Map.of("ClusterName", settings.name("programs"), "ServiceName", settings.name(service)),
                "Maximum",
                period,
                label);
    }

    /** Returns the failed calls of a function. */
    Metric functionErrors(String function, Duration period) {
        Map<String, String> dimensions = Map.of("FunctionName", settings.name(function));
        return metric("AWS/Lambda", "Errors", dimensions, "Sum", period, function);
    }

    /** Returns the failed attempts of the canary, from the log line of each attempt. */
    Metric canaryFailures(Duration period) {
        return metric(Canary.FAILURES, Map.of(), "Sum", period, "failed attempts of the canary");
    }

    /** Returns the longest time that an attempt of the canary took. */
    Metric canaryDuration(Duration period) {
        return metric(Canary.DURATION, Map.of(), "Maximum", period, "slowest attempt, ms");
    }

    /** Returns the requests that the API's firewall blocks. */
    Metric blockedRequests(Duration period) {
        Map<String, String> dimensions =
                Map.of("WebACL", ApiFirewall.name(settings), "Region", settings.region(), "Rule", "ALL");
        return metric("AWS/WAFV2", "BlockedRequests", dimensions, "Sum", period, "blocked");
    }

    /**
     * Creates metrics from log lines. From the line at the end of each run: nights, readings and rejects. The programs'
     * own metric counts rejects by reason, and an alarm can't sum an unknown set of reasons. From the API's log: the age
     * of the newest day, which is also known while no run is in progress.
     */
    void countFromLogs(Stack stack) {
        ILogGroup run = LogGroup.fromLogGroupName(stack, "RunLog", "/petty/%s/run".formatted(settings.stage()));
        Map.of(READINGS, "$.run_readings", REJECTS, "$.run_rejects")
                .forEach((name, field) -> filter(stack, run, name, FilterPattern.numberValue(field, ">=", 0), field));
        filter(
                stack,
                run,
                NIGHTS,
                FilterPattern.literal("{ $.run_state = \"completed\" && $.run_command = \"run\" }"),
                "1");
        ILogGroup api = LogGroup.fromLogGroupName(stack, "ApiLog", "/petty/%s/api".formatted(settings.stage()));
        filter(stack, api, NEWEST_DAY_AGE, FilterPattern.exists(AGE_FIELD), AGE_FIELD);
    }

    private void filter(Stack stack, ILogGroup log, String name, IFilterPattern pattern, String value) {
        MetricFilter.Builder.create(stack, name)
                .logGroup(log)
                .filterPattern(pattern)
                .metricNamespace(settings.metricNamespace())
                .metricName(name)
                .metricValue(value)
                .build();
    }

    /**
     * Returns the completed nightly runs, from the log line at the end of each run. {@link #runs} also counts other
     * commands, such as maintenance.
     */
    Metric nights(Duration period) {
        return metric(NIGHTS, Map.of(), "Sum", period, "nightly runs");
    }

    /** Returns the number of scheduled tasks that couldn't be started, even after retries. */
    Metric notStarted(Duration period) {
        Map<String, String> dimensions = Map.of("QueueName", settings.name(JobsStack.NOT_STARTED));
        return metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", dimensions, "Maximum", period, "not started");
    }

    /** Returns the readings on ingested days, from the log line at the end of each run. */
    Metric readings(Duration period) {
        return metric(READINGS, Map.of(), "Sum", period, "readings");
    }

    /** Returns the rejects on ingested days, for all reasons, from the log line at the end of each run. */
    Metric rejects(Duration period) {
        return metric(REJECTS, Map.of(), "Sum", period, "rejects");
    }
}
