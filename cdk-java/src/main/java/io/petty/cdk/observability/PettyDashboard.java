package io.petty.cdk.observability;

import io.petty.cdk.database.PettyDatabase;
import io.petty.cdk.program.ApiStack;
import io.petty.cdk.program.Deployment;
import io.petty.cdk.settings.StageSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;
import software.constructs.Construct;

/** The dashboard: nights on top, then workers and the database, and the API with its canary at the bottom. */
final class PettyDashboard {
    private static final Duration HOUR = Duration.hours(1);
    private static final Duration FIVE_MINUTES = Duration.minutes(5);
    private static final int WIDTH = 8;

    private PettyDashboard() {}

    static void make(Construct scope, Deployment deployment, ApiStack api, PettyMetrics figures) {
        StageSettings settings = deployment.settings();
        Dashboard dashboard = Dashboard.Builder.create(scope, "Dashboard")
                .dashboardName(settings.name("overview"))
                .defaultInterval(Duration.days(7))
                .build();
        dashboard.addWidgets(
                graph(
                        "Runs by outcome",
                        figures.runs("completed", HOUR),
                        figures.runs("failed", HOUR),
                        figures.runs("stopped", HOUR),
                        figures.runs("lost", HOUR)),
                graph("Days", figures.daysPublished(HOUR), figures.daysFailed(HOUR)),
                graph("Newest published day", figures.freshness(FIVE_MINUTES)));
        dashboard.addWidgets(
                graph("Lines", figures.readings(HOUR), figures.rejects(HOUR)),
                graph(
                        "Rejects by reason",
                        search("SEARCH('{%s,reason} MetricName=\"petty.rejects.count\"', 'Sum', 3600)"
                                .formatted(settings.metricNamespace()))),
                graph(
                        "Steps, ms",
                        search(
                                "SEARCH('{%s,step,status} MetricName=\"petty.step.max\" status=\"completed\"', 'Maximum', 3600)"
                                        .formatted(settings.metricNamespace()))));
        List<IWidget> machines = new ArrayList<>();
        if (settings.hasWorkers()) {
            machines.add(
                    graph("Spark workers", figures.workersWanted(FIVE_MINUTES), figures.workersRunning(FIVE_MINUTES)));
        }
        if (settings.containerInsights()) {
            machines.add(graph("API tasks", figures.apiTasksRunning(FIVE_MINUTES)));
        }
        PettyDatabase database = deployment.database().database();
        machines.add(graph(
                "Database",
                settings.database().isAurora()
                        ? database.metric("ServerlessDatabaseCapacity", options("Maximum", "capacity units"))
                        : database.metric("CPUCreditBalance", options("Minimum", "CPU credits")),
                database.metric("DatabaseConnections", options("Maximum", "connections"))));
        if (!settings.database().isAurora()) {
            machines.add(graph("Free storage, bytes", database.metric("FreeStorageSpace", options("Minimum", "free"))));
        }
        dashboard.addWidgets(machines.toArray(IWidget[]::new));
        List<IWidget> requests = new ArrayList<>(List.of(
                graph(
                        "Requests",
                        api.metrics().requestCount(options("Sum", "requests")),
                        api.metrics().httpCodeTarget(HttpCodeTarget.TARGET_4XX_COUNT, options("Sum", "refused")),
                        api.metrics().httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, options("Sum", "failed")),
                        api.loadBalancerMetrics()
                                .httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, options("Sum", "failed in the load balancer"))),
                graph(
                        "Latency, s",
                        api.metrics().targetResponseTime(options("p50", "p50")),
                        api.metrics().targetResponseTime(options("p99", "p99")))));
        if (settings.firewall()) {
            requests.add(graph("Firewall", figures.blockedRequests(FIVE_MINUTES)));
        }
        if (settings.hasCanary()) {
            // On two axes, since an attempt takes hundreds of milliseconds and few fail.
            requests.add(GraphWidget.Builder.create()
                    .title("Canary")
                    .left(List.of(figures.canaryFailures(FIVE_MINUTES)))
                    .right(List.of(figures.canaryDuration(FIVE_MINUTES)))
                    .width(WIDTH)
                    .build());
        }
        dashboard.addWidgets(requests.toArray(IWidget[]::new));
    }

    private static IMetric search(String expression) {
        return MathExpression.Builder.create()
                .expression(expression)
                .usingMetrics(Map.of())
                .period(HOUR)
                .label("")
                .build();
    }

    private static MetricOptions options(String statistic, String label) {
        return MetricOptions.builder()
                .period(FIVE_MINUTES)
                .statistic(statistic)
                .label(label)
                .build();
    }

    private static GraphWidget graph(String title, IMetric... metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(List.of(metrics))
                .width(WIDTH)
                .build();
    }
}
