package io.petty.readiness;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The figures that alarms are built on are there, move, and are nobody else's business. */
final class MetricChecks {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final List<String> COUNTED = List.of("200", "401");
    private static final String PROMETHEUS = "/actuator/prometheus";
    private static final List<String> DAEMON_SERIES = List.of(
            "petty_freshness_seconds",
            "petty_last_success_seconds",
            "petty_readings_total",
            "petty_rejects_total",
            "petty_days_failed_total");

    private final Subject subject;
    private final @Nullable URI daemon;
    private final @Nullable String cloudWatch;
    private final TimeLimit arrival;

    /**
     * @param daemon where the nightly daemon would answer; null when it is elsewhere
     * @param cloudWatch the namespace that figures are sent to, empty for none; null when that isn't known here
     * @param arrival how long a count may take to move after the answer
     */
    MetricChecks(Subject subject, @Nullable URI daemon, @Nullable String cloudWatch, TimeLimit arrival) {
        this.subject = subject;
        this.daemon = daemon;
        this.cloudWatch = cloudWatch;
        this.arrival = arrival;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "metrics.management",
                        "The management port answers health and figures, and nothing else",
                        "asks it for health, liveness, readiness and Prometheus, and for what must not be there",
                        "Look at management.endpoints.web.exposure: a heap dump has every secret in it.",
                        this::answersHealthAlone),
                new Check(
                        "metrics.hidden",
                        "Clients reach neither health nor figures",
                        "asks for both at the port of the API",
                        "Give management a port of its own (petty.api.management-port) that no proxy leads to.",
                        this::isHiddenFromClients),
                new Check(
                        "metrics.series",
                        "Rate, errors and latency are counted by route, and move with a request",
                        "reads the counts, makes a good and a refused request, and reads them again",
                        "Alarms on error rate and latency are blind: look at http.server.requests in the service.",
                        this::countsRequests),
                new Check(
                        "metrics.daemon",
                        "The nightly daemon serves its figures",
                        "asks the daemon for /metrics and looks for the series of freshness, success, rejects and failed days",
                        "Start ./petty schedule, or name where it answers by petty.schedule.address and port.",
                        this::daemonServesFigures),
                new Check(
                        "metrics.cloudwatch",
                        "Figures of runs are sent to CloudWatch",
                        "looks which namespace the settings name",
                        "Set petty.metrics.cloudwatch to a namespace, such as Petty.",
                        this::namesANamespace));
    }

    private Result answersHealthAlone() throws Exception {
        ApiClient management = subject.management();
        Evidence evidence = new Evidence();
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
                "Prometheus is answered",
                PROMETHEUS + " has no figures");
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
        return evidence.result();
    }

    private Result isHiddenFromClients() throws Exception {
        Evidence evidence = new Evidence();
        for (String path : List.of(
                "/actuator", "/actuator/health", PROMETHEUS, "/actuator/env", "/actuator/heapdump", "/metrics")) {
            ApiAnswer answer = subject.api().get(path);
            evidence.expect(
                    answer.status() == NOT_FOUND,
                    path + " is a 404",
                    "%s answers %d to anybody".formatted(path, answer.status()));
        }
        return evidence.result();
    }

    private Result countsRequests() throws Exception {
        ApiClient management = subject.management();
        String token = subject.token();
        String before = management.get(PROMETHEUS).body();
        subject.api().getWithToken("/v1/collars", token);
        subject.api().get("/v1/collars");
        // The service counts a request while its answer is already under way.
        arrival.await(() -> {
            String now = management.get(PROMETHEUS).body();
            return COUNTED.stream().allMatch(status -> count(now, status) > count(before, status));
        });
        String after = management.get(PROMETHEUS).body();
        Evidence evidence = new Evidence();
        for (String status : COUNTED) {
            double moved = count(after, status) - count(before, status);
            evidence.expect(
                    moved >= 1,
                    "requests of /v1/collars with %s went up by %.0f".formatted(status, moved),
                    "http_server_requests_seconds_count of /v1/collars with %s didn't move".formatted(status));
        }
        evidence.expect(
                Pattern.compile("http_server_requests_seconds_bucket\\{[^}]*le=\"")
                        .matcher(after)
                        .find(),
                "latency has a histogram",
                "latency has no histogram, so no percentile can be alarmed on");
        subject.sensitive().foundIn(after).ifPresent(kind -> evidence.wrong("the figures hold: " + kind));
        return evidence.result();
    }

    /** How many requests of the route were answered so. */
    private static double count(String figures, String status) {
        Matcher line = Pattern.compile(
                        "(?m)^http_server_requests_seconds_count\\{(?=[^}]*status=\"%s\")(?=[^}]*uri=\"/v1/collars\")[^}]*} (\\S+)$"
                                .formatted(status))
                .matcher(figures);
        double sum = 0;
        while (line.find()) {
            try {
                sum += Double.parseDouble(line.group(1));
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }
        return sum;
    }

    private Result daemonServesFigures() throws Exception {
        if (daemon == null) {
            throw new UnmetException("a deployed daemon isn't reached from outside: look at its dashboard");
        }
        ApiAnswer answer;
        try {
            answer = new ApiClient(daemon).get("/metrics");
        } catch (IOException e) {
            throw new UnmetException(
                    "no daemon answers at %s; nights may be called for by cron or EventBridge".formatted(daemon));
        }
        Evidence evidence = new Evidence();
        for (String series : DAEMON_SERIES) {
            evidence.expect(answer.body().contains(series), series, series + " is missing");
        }
        return evidence.result();
    }

    private Result namesANamespace() throws UnmetException {
        if (cloudWatch == null) {
            throw new UnmetException("the settings of a deployed installation aren't seen from outside");
        }
        if (cloudWatch.isEmpty()) {
            throw new UnmetException("petty.metrics.cloudwatch isn't set: nothing is sent to CloudWatch");
        }
        return new Result.Pass("namespace " + cloudWatch);
    }
}
