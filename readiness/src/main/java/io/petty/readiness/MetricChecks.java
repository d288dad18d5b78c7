package io.petty.readiness;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** Checks that the metrics that alarms use exist and change, and that only the operator can read them. */
final class MetricChecks {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final List<String> COUNTED = List.of("200", "401");
    private static final String NUMBER = "(\\d+(?:\\.\\d+)?(?:E\\d+)?)";
    private static final String PROMETHEUS = "/actuator/prometheus";
    private static final List<String> DAEMON_SERIES = List.of(
            "petty_freshness_seconds",
            "petty_last_success_seconds",
            "petty_readings_total",
            "petty_rejects_total",
            "petty_days_failed_total");

    private final Subject subject;
    private final TimeLimit arrival;

    /** @param arrival how long a count may take to change after the answer */
    MetricChecks(Subject subject, TimeLimit arrival) {
        this.subject = subject;
        this.arrival = arrival;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "metrics.management",
                        "The management port serves health and metrics, and nothing else",
                        "requests health, liveness, readiness and Prometheus metrics, and paths that it must not serve",
                        "Check management.endpoints.web.exposure: a heap dump contains every secret.",
                        this::answersHealthAlone),
                new Check(
                        "metrics.hidden",
                        "Clients can't reach health and metrics",
                        "requests both on the API's port",
                        "Use a separate management port (petty.api.management-port) that no proxy forwards to.",
                        this::isHiddenFromClients),
                new Check(
                        "metrics.series",
                        "Request rate, errors and latency are counted by route and change with a request",
                        "reads the counts, sends a valid and a refused request, and reads the counts again",
                        "Alarms on error rate and latency don't work: check http.server.requests in the service.",
                        this::countsRequests),
                new Check(
                        "metrics.daemon",
                        "The nightly daemon serves its metrics",
                        "requests /metrics from the daemon and looks for the series of freshness, success, rejects and failed days",
                        "Start ./petty schedule, or set its address with petty.schedule.address and petty.schedule.port.",
                        this::daemonServesFigures),
                new Check(
                        "metrics.cloudwatch",
                        "Metrics of runs are sent to CloudWatch",
                        "reads the namespace from the settings",
                        "Set petty.metrics.cloudwatch to a namespace, such as Petty.",
                        this::namesANamespace));
    }

    private void answersHealthAlone(Evidence evidence) throws Exception {
        ApiClient management = subject.management();
        for (String path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            ApiAnswer answer = management.get(path);
            evidence.expect(
                    answer.status() == OK
                            && answer.text("status").equals("UP")
                            && !answer.json().has("components"),
                    path.replace("/actuator/", "") + " is UP",
                    "%s answers %d %s".formatted(path, answer.status(), answer.text("status")));
        }
        evidence.expect(
                management.get(PROMETHEUS).body().contains("jvm_memory_used_bytes"),
                "Prometheus metrics are served",
                PROMETHEUS + " has no metrics");
        List<String> hidden = List.of(
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/threaddump",
                "/actuator/loggers",
                "/actuator/beans",
                "/actuator/configprops",
                "/actuator/mappings",
                "/actuator/shutdown",
                "/v1/days",
                "/");
        for (String path : hidden) {
            int status = management.get(path).status();
            if (status != NOT_FOUND) {
                evidence.wrong("%s answers %d, not 404".formatted(path, status));
            }
        }
        evidence.saw("404 for %s".formatted(String.join(", ", hidden)));
    }

    private void isHiddenFromClients(Evidence evidence) throws Exception {
        for (String path : List.of(
                "/actuator", "/actuator/health", PROMETHEUS, "/actuator/env", "/actuator/heapdump", "/metrics")) {
            evidence.expect(NOT_FOUND, subject.api().get(path), "404 for " + path);
        }
    }

    private void countsRequests(Evidence evidence) throws Exception {
        ApiClient management = subject.management();
        String token = subject.token();
        String before = management.get(PROMETHEUS).body();
        subject.api().getWithToken("/v1/collars", token);
        subject.api().get("/v1/collars");
        // The service may count a request after its answer.
        arrival.await(() -> {
            String now = management.get(PROMETHEUS).body();
            return COUNTED.stream().allMatch(status -> count(now, status) > count(before, status));
        });
        String after = management.get(PROMETHEUS).body();
        for (String status : COUNTED) {
            double moved = count(after, status) - count(before, status);
            evidence.expect(
                    moved >= 1,
                    "the count of requests of /v1/collars with status %s increased by %.0f".formatted(status, moved),
                    "http_server_requests_seconds_count of /v1/collars with status %s didn't change".formatted(status));
        }
        evidence.expect(
                Pattern.compile("http_server_requests_seconds_bucket\\{[^}]*le=\"")
                        .matcher(after)
                        .find(),
                "latency has a histogram",
                "latency has no histogram, so alarms on percentiles are impossible");
        subject.sensitive().foundIn(after).ifPresent(kind -> evidence.wrong("the metrics contain: " + kind));
    }

    /** Returns the number of requests of {@code /v1/collars} that got the status. */
    private static double count(String figures, String status) {
        String line =
                "(?m)^http_server_requests_seconds_count\\{(?=[^}]*status=\"%s\")(?=[^}]*uri=\"/v1/collars\")[^}]*} %s$"
                        .formatted(status, NUMBER);
        return Pattern.compile(line)
                .matcher(figures)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    private void daemonServesFigures(Evidence evidence) throws Exception {
        URI daemon = subject.installation().daemon();
        ApiAnswer answer;
        try {
            answer = new ApiClient(daemon).get("/metrics");
        } catch (IOException e) {
            throw new UnmetException(
                    "no daemon answers at %s; cron or EventBridge may start the nights".formatted(daemon));
        }
        for (String series : DAEMON_SERIES) {
            evidence.expect(answer.body().contains(series), series, series + " is missing");
        }
    }

    private void namesANamespace(Evidence evidence) throws UnmetException {
        String namespace = subject.installation().cloudWatch();
        if (namespace.isEmpty()) {
            throw new UnmetException("petty.metrics.cloudwatch isn't set: nothing is sent to CloudWatch");
        }
        evidence.saw("namespace " + namespace);
    }
}
