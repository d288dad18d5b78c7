package io.petty.readiness;

import static io.petty.readiness.UnmetException.required;

import io.petty.access.Permission;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks that the log is machine-readable, that a problem's trace id leads to its log line, and that nothing sensitive
 * is logged.
 */
final class LogChecks {
    private static final Pattern ANNOUNCEMENT =
            Pattern.compile("(Petty serves home |Health and metrics are at |Nothing is published there yet).*|");
    private static final int LEAST_ERROR = 400;
    private static final String NOT_JSON_REMEDY =
            "Find the library that bypasses the logger; a collector drops or splits such lines.";

    private final Subject subject;
    private final @Nullable Callable<List<String>> serviceLines;
    private final @Nullable Callable<List<String>> runLines;
    private final TimeLimit arrival;

    /**
     * @param serviceLines the service's log so far, as JSON at the most detailed level; null if it is deployed
     *     elsewhere
     * @param runLines the log of a run; null if the installation is elsewhere
     * @param arrival how long a line may take to appear after the answer
     */
    LogChecks(
            Subject subject,
            @Nullable Callable<List<String>> serviceLines,
            @Nullable Callable<List<String>> runLines,
            TimeLimit arrival) {
        this.subject = subject;
        this.serviceLines = serviceLines;
        this.runLines = runLines;
        this.arrival = arrival;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "logs.trace-id",
                        "A problem's trace_id leads to its line in the log",
                        "sends a key without the required permission, and searches the log for the id in the problem",
                        "Problems that clients report can't be found in the log: check logging.pattern.correlation and the audit filter.",
                        this::leadsToTheLine),
                new Check(
                        "logs.redaction",
                        "The log contains no tokens, keys or ids",
                        "sends tokens, keys, codes and collars in right and wrong places, and searches the log at the most detailed level for them",
                        "Treat what was logged as leaked: revoke it, delete the lines, then fix the named logger.",
                        this::holdsNothingSensitive),
                new Check(
                        "logs.json",
                        "Each line of the service's log is a JSON object",
                        "parses every line that the service wrote during the checks",
                        NOT_JSON_REMEDY,
                        evidence -> checkJson(lines(), subject.isHere(), evidence)),
                new Check(
                        "logs.run",
                        "Each line of a run's log is a JSON object",
                        "parses every line that a small run wrote to standard error with petty.log.format=json",
                        NOT_JSON_REMEDY,
                        evidence -> checkJson(
                                required(
                                                runLines,
                                                "a deployed run's log isn't visible from outside: look at its log group")
                                        .call(),
                                false,
                                evidence)));
    }

    private List<String> lines() throws Exception {
        Callable<List<String>> lines = required(
                serviceLines, "the log of a deployed service isn't visible from outside: look at its log group");
        subject.api();
        return lines.call();
    }

    private void leadsToTheLine(Evidence evidence) throws Exception {
        lines();
        ApiAnswer refused = refusedForTheFirstTime();
        String trace = refused.text("trace_id");
        if (trace.isEmpty()) {
            evidence.wrong("the problem has no trace_id (status %d)".formatted(refused.status()));
            return;
        }
        evidence.expect(
                arrives(trace),
                "%d %s: a log line has the problem's id".formatted(refused.status(), refused.problem()),
                "no line of the log has the id of the problem");
    }

    /** Uses a new key, because the service only counts repeated refusals and logs their count a minute later. */
    private ApiAnswer refusedForTheFirstTime() throws Exception {
        String key = subject.issuer().key(Permission.STATUS_READ).text();
        return subject.api().getWithKey("/v1/days", key);
    }

    /** Waits for a line with the id. The service may write it after the answer. */
    private boolean arrives(String trace) throws Exception {
        return arrival.await(() -> lines().stream().anyMatch(line -> line.contains(trace)));
    }

    private void holdsNothingSensitive(Evidence evidence) throws Exception {
        lines();
        Subject.Collars collars = subject.collars();
        ApiClient api = subject.api();
        String token = subject.token();
        SensitiveTexts sensitive = subject.sensitive();
        String marker = sensitive.add("invalid path", "readiness-path-that-is-none");
        String code = sensitive.add("invalid code", "readiness-code-that-is-none");
        String forged = sensitive.add("invalid token", "readiness.made.up");
        List<ApiAnswer> sent = List.of(
                api.getWithToken(collars.timeline(collars.foreign()), token),
                api.getWithToken("/v1/nothing/" + marker, token),
                api.get("/v1/collars/" + collars.own() + "/timeline?access_token=" + token),
                api.getWithToken("/v1/collars?date=" + marker, token),
                api.get("/v1/days", "Authorization", "Basic " + marker),
                api.get("/v1/days", "Cookie", "petty_refresh=" + marker),
                api.post("/v1/tokens", "{\"code\":\"" + code + "\""),
                api.post("/v1/tokens", "{\"code\":[\"" + code + "\"]}"),
                api.post("/v1/tokens/refresh", "{\"refresh_token\":\"" + code + "\"}"),
                api.getWithToken("/v1/days", forged),
                refusedForTheFirstTime());
        long refused =
                sent.stream().filter(answer -> answer.status() >= LEAST_ERROR).count();
        if (!arrives(sent.get(sent.size() - 1).text("trace_id"))) {
            evidence.wrong("the log has no line of the last request");
        }
        List<String> lines = lines();
        for (String line : lines) {
            sensitive
                    .foundIn(line)
                    .ifPresent(kind -> evidence.wrong("a line of %s contains: %s".formatted(logger(line), kind)));
        }
        evidence.saw("none of %d sensitive texts is in the %d log lines; %d more requests were sent, %d of them refused"
                .formatted(sensitive.size(), lines.size(), sent.size(), refused));
    }

    private static String logger(String line) {
        JsonNode json = ApiAnswer.parse(line);
        String flat = json.path("log.logger").asString("");
        return flat.isEmpty() ? json.path("log").path("logger").asString("an unknown logger") : flat;
    }

    private void checkJson(List<String> lines, boolean ofTheService, Evidence evidence) throws UnmetException {
        int objects = 0;
        for (String line : lines) {
            if (ofTheService && ANNOUNCEMENT.matcher(line).matches()) {
                continue;
            }
            String what = missing(line);
            if (what.isEmpty()) {
                objects++;
            } else {
                evidence.wrong(what);
            }
        }
        evidence.expect(objects > 0, "%d lines, all of them objects".formatted(objects), "nothing was logged");
        evidence.saw(
                subject.installation().log().isJson()
                        ? "petty.log.format is json"
                        : "petty.log.format is text here: set json where logs are collected");
    }

    /** Returns why a line isn't an object of the Elastic Common Schema, or an empty text if it is one. */
    private static String missing(String line) {
        JsonNode json = ApiAnswer.parse(line);
        if (!json.isObject()) {
            return "a line isn't a JSON object";
        }
        for (String member : List.of("@timestamp", "message")) {
            if (!json.has(member)) {
                return "a line has no %s".formatted(member);
            }
        }
        return json.has("log.level") || json.path("log").has("level") ? "" : "a line has no log.level";
    }
}
