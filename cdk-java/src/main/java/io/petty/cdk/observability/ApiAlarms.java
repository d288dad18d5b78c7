package io.petty.cdk.observability;

import io.petty.cdk.program.ApiStack;
import io.petty.cdk.program.Canary;
import io.petty.cdk.settings.StageSettings;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeTarget;

/** Alarms on what clients of the API see: errors, latency, and no answer at all. */
final class ApiAlarms {
    private static final Duration MINUTE = Duration.minutes(1);
    private static final Duration FIVE_MINUTES = Duration.minutes(5);

    /** Maximum percentage of requests that fail with a server error. */
    private static final double MOST_ERRORS = 1;

    private static final double SLOW_SECONDS = 0.5;

    private ApiAlarms() {}

    static void add(Alarms alarms, ApiStack api, PettyMetrics figures, StageSettings settings) {
        alarms.above(
                "api-errors",
                "More than 1 % of requests are answered with a status of 500 or above, by the API or the load balancer."
                        + " docs/operating.md: api-errors.",
                errorShare(api),
                MOST_ERRORS,
                3);
        alarms.above(
                "api-latency",
                "The slowest 1 % of requests take longer than 0.5 s.",
                api.metrics().targetResponseTime(PettyMetrics.options(FIVE_MINUTES, "p99")),
                SLOW_SECONDS,
                3);
        alarms.belowOrMissing(
                "api-down",
                "The load balancer has no healthy task of the API.",
                api.metrics().healthyHostCount(PettyMetrics.options(FIVE_MINUTES, "Minimum")),
                1,
                3);
        if (settings.hasCanary()) {
            alarms.aboveOrMissing(
                    Canary.NAME,
                    "For five minutes, the canary couldn't read its collar through the API, or didn't run.",
                    figures.canaryFailures(MINUTE),
                    0,
                    5);
        }
    }

    private static IMetric errorShare(ApiStack api) {
        return PettyMetrics.computed(
                "100 * (FILL(errors, 0) + FILL(unanswered, 0)) / (FILL(requests, 0) + FILL(unanswered, 0))",
                FIVE_MINUTES,
                "errors, %",
                Map.of(
                        "errors",
                        api.metrics()
                                .httpCodeTarget(
                                        HttpCodeTarget.TARGET_5XX_COUNT, PettyMetrics.options(FIVE_MINUTES, "Sum")),
                        // The load balancer's own errors. Requests don't include those that it can't pass on.
                        "unanswered",
                        api.loadBalancerMetrics()
                                .httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, PettyMetrics.options(FIVE_MINUTES, "Sum")),
                        "requests",
                        api.metrics().requestCount(PettyMetrics.options(FIVE_MINUTES, "Sum"))));
    }
}
