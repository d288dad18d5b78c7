package io.petty.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Alarms, their notifications, and a dashboard. */
final class ObservabilityStack extends PettyStack {
    private static final Duration FIVE_MINUTES = Duration.minutes(5);
    private static final Duration HOUR = Duration.hours(1);
    private static final Duration DAY = Duration.days(1);

    /** Percentage of requests that fail with a server error. */
    private static final double MOST_ERRORS = 1;

    private static final double SLOW_SECONDS = 0.5;

    /**
     * Maximum time since the newest published day ended. A night starts at 03:00 and may take three hours. The same
     * limit as in docs/operating.md.
     */
    private static final double STALE_SECONDS = 30 * 3600.0;

    /** Percentage of lines. At 5 % a day isn't published at all. */
    private static final double MANY_REJECTS = 3;

    /** Percentage of workers that are missing. */
    private static final double MANY_WORKERS = 50;

    private static final int NO_ANSWER_PERIODS = 3;

    private final Topic topic;

    ObservabilityStack(Construct scope, Deployment deployment, ApiStack api) {
        super(scope, deployment.settings(), "observability", "Alarms and dashboard");
        StageSettings settings = deployment.settings();
        topic = topic();
        PettyMetrics figures = new PettyMetrics(settings);
        figures.countFromRunLog(this);

        alarm(
                "api-errors",
                "More than 1 % of requests are answered with a status of 500 or above. docs/operating.md: api-errors.",
                errorShare(api),
                MOST_ERRORS,
                3,
                TreatMissingData.NOT_BREACHING);
        alarm(
                "api-latency",
                "The slowest 1 % of requests take longer than 0.5 s.",
                api.metrics().targetResponseTime(options(FIVE_MINUTES, "p99")),
                SLOW_SECONDS,
                3,
                TreatMissingData.NOT_BREACHING);
        below(
                "api-down",
                "The load balancer has no healthy task of the API.",
                api.metrics().healthyHostCount(options(FIVE_MINUTES, "Minimum")),
                1,
                NO_ANSWER_PERIODS);
        alarm(
                "run-failed",
                "A run, or some of its days, failed. petty runs shows which and why.",
                computed(
                        "FILL(failed, 0) + FILL(days, 0)",
                        HOUR,
                        "runs and days that failed",
                        Map.of("failed", figures.runs("failed", HOUR), "days", figures.daysFailed(HOUR))),
                0,
                1,
                TreatMissingData.NOT_BREACHING);
        below("run-missing", "No run succeeded within a day.", figures.runs("completed", DAY), 1, 1);
        alarm(
                "newest-day-stale",
                "The newest published day ended more than 30 hours ago, or the API doesn't report it.",
                figures.freshness(FIVE_MINUTES),
                STALE_SECONDS,
                NO_ANSWER_PERIODS,
                TreatMissingData.BREACHING);
        if (settings.hasWorkers()) {
            watchWorkers(figures);
        }
        alarm(
                "reject-share",
                "More than 3 % of a night's lines are rejects; at 5 % a day isn't published.",
                computed(
                        "100 * rejects / (rejects + readings)",
                        HOUR,
                        "rejects, %",
                        Map.of("rejects", figures.rejects(HOUR), "readings", figures.readings(HOUR))),
                MANY_REJECTS,
                1,
                TreatMissingData.NOT_BREACHING);
        notifyAboutTasks(deployment);
        PettyDashboard.make(this, deployment, api, figures);
    }

    private void watchWorkers(PettyMetrics figures) {
        alarm(
                "workers-missing",
                "Fewer than half of a run's Spark workers are running. Spot may have no capacity, or they can't start.",
                computed(
                        "IF(wanted > 0, 100 - 100 * FILL(running, 0) / wanted, 0)",
                        FIVE_MINUTES,
                        "workers that are missing, %",
                        Map.of(
                                "wanted", figures.workersWanted(FIVE_MINUTES),
                                "running", figures.workersRunning(FIVE_MINUTES))),
                MANY_WORKERS,
                3,
                TreatMissingData.NOT_BREACHING);
        alarm(
                "follow-run-failed",
                "The function that starts and ends Spark workers fails. Workers may be missing, or keep running without a run.",
                figures.functionErrors(WorkersStack.FUNCTION, FIVE_MINUTES),
                0,
                3,
                TreatMissingData.NOT_BREACHING);
    }

    private Topic topic() {
        StageSettings settings = settings();
        Key key = EncryptionKeys.make(
                this,
                "Key",
                "alarms",
                "Petty's alarms",
                EncryptionKeys.forTopics(this, "cloudwatch.amazonaws.com", "events.amazonaws.com"));
        Topic alarms = Topic.Builder.create(this, "Alarms")
                .topicName(settings.name("alarms"))
                .displayName("Petty " + settings.stage())
                .masterKey(key)
                .enforceSsl(true)
                .build();
        for (String service : List.of("cloudwatch.amazonaws.com", "events.amazonaws.com")) {
            alarms.addToResourcePolicy(PolicyStatement.Builder.create()
                    .sid(service.startsWith("cloudwatch") ? "Alarms" : "Events")
                    .principals(List.of(new ServicePrincipal(service)))
                    .actions(List.of("sns:Publish"))
                    .resources(List.of(alarms.getTopicArn()))
                    .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount())))
                    .build());
        }
        if (settings.alarmEmail() != null) {
            alarms.addSubscription(new EmailSubscription(settings.alarmEmail()));
        }
        return alarms;
    }

    private static MathExpression errorShare(ApiStack api) {
        return computed(
                "100 * FILL(errors, 0) / requests",
                FIVE_MINUTES,
                "errors, %",
                Map.of(
                        "errors",
                        api.metrics().httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, options(FIVE_MINUTES, "Sum")),
                        "requests",
                        api.metrics().requestCount(options(FIVE_MINUTES, "Sum"))));
    }

    private static MathExpression computed(
            String expression, Duration period, String label, Map<String, IMetric> metrics) {
        return MathExpression.Builder.create()
                .expression(expression)
                // Sorted, because the order in Map.of differs from process to process.
                .usingMetrics(new TreeMap<>(metrics))
                .period(period)
                .label(label)
                .build();
    }

    private static MetricOptions options(Duration period, String statistic) {
        return MetricOptions.builder().period(period).statistic(statistic).build();
    }

    /** Adds an alarm for a metric that is above a limit for some periods. */
    private void alarm(
            String name, String description, IMetric metric, double limit, int periods, TreatMissingData missing) {
        alarm(name, description, metric, limit, periods, missing, ComparisonOperator.GREATER_THAN_THRESHOLD);
    }

    /** Adds an alarm for a metric that is below a limit, or missing, for some periods. */
    private void below(String name, String description, IMetric metric, double limit, int periods) {
        alarm(
                name,
                description,
                metric,
                limit,
                periods,
                TreatMissingData.BREACHING,
                ComparisonOperator.LESS_THAN_THRESHOLD);
    }

    private void alarm(
            String name,
            String description,
            IMetric metric,
            double limit,
            int periods,
            TreatMissingData missing,
            ComparisonOperator comparison) {
        Alarm alarm = Alarm.Builder.create(this, name)
                .alarmName(settings().name(name))
                .alarmDescription(description)
                .metric(metric)
                .threshold(limit)
                .evaluationPeriods(periods)
                .comparisonOperator(comparison)
                .treatMissingData(missing)
                .build();
        alarm.addAlarmAction(new SnsAction(topic));
        alarm.addOkAction(new SnsAction(topic));
    }

    /**
     * Notifies about failed tasks, because a killed task can't send a metric. Exit code 3 isn't a failure: another run
     * was in progress.
     */
    private void notifyAboutTasks(Deployment deployment) {
        for (String task : List.of("run", "maintenance", "access")) {
            CfnRule.Builder.create(this, "Ended-" + task)
                    .name(settings().name(task + "-ended-badly"))
                    .description("Tasks that ended with an exit code other than 0 or 3")
                    .eventPattern(TaskEvents.failures(
                            deployment.cluster().cluster(), settings().name(task), task))
                    .targets(List.of(CfnRule.TargetProperty.builder()
                            .id("alarms")
                            .arn(topic.getTopicArn())
                            .build()))
                    .build();
        }
    }
}
