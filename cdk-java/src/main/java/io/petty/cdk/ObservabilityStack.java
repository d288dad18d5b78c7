package io.petty.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.ce.CfnAnomalyMonitor;
import software.amazon.awscdk.services.ce.CfnAnomalySubscription;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.ecs.ICluster;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
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
    private static final Duration MINUTE = Duration.minutes(1);
    private static final Duration FIVE_MINUTES = Duration.minutes(5);
    private static final Duration HOUR = Duration.hours(1);
    private static final Duration DAY = Duration.days(1);

    /** Maximum percentage of requests that fail with a server error. */
    private static final double MOST_ERRORS = 1;

    private static final double SLOW_SECONDS = 0.5;

    /**
     * Maximum time since the newest published day ended. A night starts at 03:00 and may take three hours. The same
     * limit as in docs/operating.md.
     */
    private static final double STALE_SECONDS = 30 * 3600.0;

    /** Maximum percentage of lines that are rejects. Above 5 %, a day isn't published at all. */
    private static final double MANY_REJECTS = 3;

    /** Maximum percentage of workers that are missing. */
    private static final double MANY_WORKERS = 50;

    /** Maximum percentage of the database's maximum capacity that is in use. */
    private static final double MUCH_CAPACITY = 90;

    /** Minimum share of an instance's storage that is free. */
    private static final double LITTLE_STORAGE = 0.25;

    /** Maximum share of the database's connections that are in use. */
    private static final double MANY_CONNECTIONS = 0.7;

    /** Spend is reported as unusual if it exceeds what is expected by a tenth of the monthly budget. */
    private static final int UNUSUAL_SHARE = 10;

    private static final int NO_ANSWER_PERIODS = 3;

    /** The services that publish to the topic, each with the name of its statement. */
    private static final Map<String, String> PUBLISHERS = new TreeMap<>(Map.of(
            "budgets.amazonaws.com", "Budgets",
            "cloudwatch.amazonaws.com", "Alarms",
            "costalerts.amazonaws.com", "Anomalies",
            "events.amazonaws.com", "Events"));

    /** The tasks that end by themselves. */
    private static final List<String> TASKS = List.of("run", "maintenance", "access");

    private final Topic topic;

    ObservabilityStack(Construct scope, Deployment deployment, ApiStack api) {
        super(scope, deployment.settings(), "observability", "Alarms and dashboard");
        StageSettings settings = deployment.settings();
        topic = topic();
        PettyMetrics figures = new PettyMetrics(settings);
        figures.countFromLogs(this);

        alarm(
                "api-errors",
                "More than 1 % of requests are answered with a status of 500 or above, by the API or the load balancer."
                        + " docs/operating.md: api-errors.",
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
        if (settings.hasCanary()) {
            alarm(
                    Canary.NAME,
                    "For five minutes, the canary couldn't read its collar through the API, or didn't run.",
                    figures.canaryFailures(MINUTE),
                    0,
                    5,
                    TreatMissingData.BREACHING);
        }
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
        below("run-missing", "No nightly run succeeded within a day.", figures.nights(DAY), 1, 1);
        alarm(
                "newest-day-stale",
                "The newest published day ended more than 30 hours ago, or the API doesn't log its age.",
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
        alarm(
                JobsStack.NOT_STARTED,
                "A schedule couldn't start its task. The queue of the same name has the reason.",
                figures.notStarted(FIVE_MINUTES),
                0,
                1,
                TreatMissingData.NOT_BREACHING);
        alarm(
                "rotation-failed",
                "A function that rotates a login of the database, or the key of users' ids, failed.",
                computed(
                        "FILL(login, 0) + FILL(reader, 0) + FILL(key, 0)",
                        HOUR,
                        "failed rotations",
                        Map.of(
                                "login", figures.functionErrors(DatabaseStack.ROTATION, HOUR),
                                "reader", figures.functionErrors(DatabaseStack.READER_ROTATION, HOUR),
                                "key", figures.functionErrors(SecretsStack.ROTATION, HOUR))),
                0,
                1,
                TreatMissingData.NOT_BREACHING);
        watchDatabase(deployment.database().database());
        if (settings.isProduction()) {
            watchBackups();
        }
        tellOfTasks(deployment);
        watchSpend();
        watchAnomaliesOfSpend();
        PettyDashboard.make(this, deployment, api, figures);
        output("AlarmTopic", "The topic of alarms, for further subscriptions", topic.getTopicArn());
        output("DashboardName", "The dashboard", settings.name("overview"));
    }

    private void watchDatabase(PettyDatabase database) {
        DatabaseSize size = settings().database();
        if (size.isAurora()) {
            alarm(
                    "database-capacity",
                    "The database uses more than 90 % of its maximum capacity, databaseMostUnits.",
                    database.metric("ACUUtilization", options(FIVE_MINUTES, "Average")),
                    MUCH_CAPACITY,
                    3,
                    TreatMissingData.NOT_BREACHING);
        } else {
            watchInstance(database, size);
        }
        alarm(
                "database-connections",
                "The database has more than 70 % of the connections that it allows.",
                database.metric("DatabaseConnections", options(FIVE_MINUTES, "Maximum")),
                Math.floor(size.mostConnections() * MANY_CONNECTIONS),
                3,
                TreatMissingData.NOT_BREACHING);
    }

    private void watchInstance(PettyDatabase database, DatabaseSize size) {
        alarm(
                "database-storage",
                "Less than a quarter of the database's storage, databaseStorage, is free. A full disk stops it.",
                database.metric("FreeStorageSpace", options(FIVE_MINUTES, "Minimum")),
                (size.storage() << 30L) * LITTLE_STORAGE,
                3,
                TreatMissingData.NOT_BREACHING,
                ComparisonOperator.LESS_THAN_THRESHOLD);
        // A new instance has no credits yet. An idle one earns an hour's credits within the first hour.
        alarm(
                "database-credits",
                "The database has used up its CPU credits. AWS charges for further ones, so a larger class may cost less.",
                database.metric("CPUCreditBalance", options(HOUR, "Maximum")),
                1,
                3,
                TreatMissingData.NOT_BREACHING,
                ComparisonOperator.LESS_THAN_THRESHOLD);
    }

    /** Two days, since a backup may start an hour later than the day before. */
    private void watchBackups() {
        below(
                "backup-missing",
                "No daily backup of the database was completed within two days.",
                BackupsStack.completed(settings(), DAY),
                1,
                2);
        tell(
                "BackupFailed",
                "backup-failed",
                "Daily backups of the database that failed",
                BackupsStack.failures(settings()));
    }

    /**
     * Sets a budget for the whole account. A budget for a part of it would need tags that somebody must activate first.
     */
    private void watchSpend() {
        StageSettings settings = settings();
        CfnBudget.Builder.create(this, "Spend")
                .budget(CfnBudget.BudgetDataProperty.builder()
                        .budgetName(settings.name("month"))
                        .budgetType("COST")
                        .timeUnit("MONTHLY")
                        .budgetLimit(CfnBudget.SpendProperty.builder()
                                .amount(settings.monthlyBudget())
                                .unit("USD")
                                .build())
                        .build())
                .notificationsWithSubscribers(List.of(notification("ACTUAL", 80), notification("FORECASTED", 100)))
                .build();
    }

    /**
     * Reports days on which a service of AWS costs unusually much. An account can have only one monitor by service, so
     * a stage can use one that exists.
     */
    private void watchAnomaliesOfSpend() {
        StageSettings settings = settings();
        String monitor = settings.anomalyMonitor() != null
                ? settings.anomalyMonitor()
                : CfnAnomalyMonitor.Builder.create(this, "SpendByService")
                        .monitorName(settings.name("services"))
                        .monitorType("DIMENSIONAL")
                        .monitorDimension("SERVICE")
                        .build()
                        .getAttrMonitorArn();
        CfnAnomalySubscription.Builder.create(this, "UnusualSpend")
                .subscriptionName(settings.name("unusual-spend"))
                .monitorArnList(List.of(monitor))
                // AWS sends to topics only immediately, and summaries only to addresses.
                .frequency("IMMEDIATE")
                .thresholdExpression("{\"Dimensions\":{\"Key\":\"ANOMALY_TOTAL_IMPACT_ABSOLUTE\","
                        + "\"MatchOptions\":[\"GREATER_THAN_OR_EQUAL\"],\"Values\":[\"%d\"]}}"
                                .formatted(Math.max(1, settings.monthlyBudget() / UNUSUAL_SHARE)))
                .subscribers(List.of(CfnAnomalySubscription.SubscriberProperty.builder()
                        .type("SNS")
                        .address(topic.getTopicArn())
                        .build()))
                .build();
    }

    private CfnBudget.NotificationWithSubscribersProperty notification(String type, int percent) {
        return CfnBudget.NotificationWithSubscribersProperty.builder()
                .notification(CfnBudget.NotificationProperty.builder()
                        .notificationType(type)
                        .comparisonOperator("GREATER_THAN")
                        .thresholdType("PERCENTAGE")
                        .threshold(percent)
                        .build())
                .subscribers(List.of(CfnBudget.SubscriberProperty.builder()
                        .subscriptionType("SNS")
                        .address(topic.getTopicArn())
                        .build()))
                .build();
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
                PUBLISHERS.entrySet().stream()
                        .map(publisher -> EncryptionKeys.forTopics(
                                publisher.getValue(),
                                publisher.getKey(),
                                EncryptionKeys.conditions(this, publisher.getKey())))
                        .toArray(PolicyStatement[]::new));
        Topic alarms = Topic.Builder.create(this, "Alarms")
                .topicName(settings.name("alarms"))
                .displayName("Petty " + settings.stage())
                .masterKey(key)
                .enforceSsl(true)
                .build();
        PUBLISHERS.forEach((service, sid) -> alarms.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid(sid)
                .principals(List.of(new ServicePrincipal(service)))
                .actions(List.of("sns:Publish"))
                .resources(List.of(alarms.getTopicArn()))
                .conditions(EncryptionKeys.conditions(this, service))
                .build()));
        if (settings.alarmEmail() != null) {
            alarms.addSubscription(new EmailSubscription(settings.alarmEmail()));
        }
        return alarms;
    }

    private static MathExpression errorShare(ApiStack api) {
        return computed(
                "100 * (FILL(errors, 0) + FILL(unanswered, 0)) / (FILL(requests, 0) + FILL(unanswered, 0))",
                FIVE_MINUTES,
                "errors, %",
                Map.of(
                        "errors",
                        api.metrics().httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, options(FIVE_MINUTES, "Sum")),
                        // The load balancer's own errors. Requests don't include those that it can't pass on.
                        "unanswered",
                        api.loadBalancerMetrics().httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, options(FIVE_MINUTES, "Sum")),
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

    /** Notifies about events that no metric shows. */
    private void tellOfTasks(Deployment deployment) {
        StageSettings settings = settings();
        ICluster cluster = deployment.cluster().cluster();
        // A killed task can't report its failure as a metric. Code 3 is no failure: another run was in progress.
        for (String task : TASKS) {
            tell(
                    "Ended-" + task,
                    task + "-ended-badly",
                    "Tasks that ended with another code than 0 or 3",
                    TaskEvents.failures(cluster, settings.name(task), task));
        }
        tell(
                "NeverStarted",
                "tasks-never-started",
                "Tasks that ended before their program started",
                TaskEvents.neverStarted(
                        cluster, TASKS.stream().map(settings::name).toList()));
        tell(
                "NoCapacity",
                "no-capacity",
                "Services whose tasks Fargate has no capacity for, on Spot or on demand",
                TaskEvents.withoutCapacity(cluster));
        tell(
                "DeploymentFailed",
                "deployment-failed",
                "Deployments of services that were rolled back",
                TaskEvents.failedDeployments(Stream.of("api", "workers")
                        .filter(service -> settings.hasWorkers() || !service.equals("workers"))
                        .map(service -> arn(
                                "ecs", "service/%s/%s".formatted(settings.name("programs"), settings.name(service))))
                        .toList()));
        if (settings.athena()) {
            tell(
                    "CrawlerFailed",
                    "crawler-failed",
                    "Crawls that failed: Athena sees older tables",
                    Map.of(
                            "source",
                            List.of("aws.glue"),
                            "detail-type",
                            List.of("Glue Crawler State Change"),
                            "detail",
                            Map.of("crawlerName", List.of(settings.name("tables")), "state", List.of("Failed"))));
        }
    }

    private void tell(String id, String name, String description, Map<String, Object> pattern) {
        CfnRule.Builder.create(this, id)
                .name(settings().name(name))
                .description(description)
                .eventPattern(pattern)
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("alarms")
                        .arn(topic.getTopicArn())
                        .build()))
                .build();
    }
}
