package io.petty.readiness;

import io.petty.access.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log can be read by machines, leads from a problem to its cause, and holds nothing that it must not. */
final class LogChecks {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ANNOUNCEMENT =
            Pattern.compile("(Petty serves home |Health and metrics are at |Nothing is published there yet).*|");
    private static final int LEAST_ERROR = 400;

    private final Subject subject;
    private final @Nullable Callable<List<String>> serviceLines;
    private final @Nullable Callable<List<String>> runLines;
    private final boolean jsonIsSet;
    private final TimeLimit arrival;

    /**
     * @param serviceLines what the service has written so far, as JSON and at its most talkative; null when that can't be
     *     had
     * @param runLines what a run wrote
     * @param jsonIsSet whether the installation's own log is JSON
     * @param arrival how long a line may take to appear after the answer
     */
    LogChecks(
            Subject subject,
            @Nullable Callable<List<String>> serviceLines,
            @Nullable Callable<List<String>> runLines,
            boolean jsonIsSet,
            TimeLimit arrival) {
        this.subject = subject;
        this.serviceLines = serviceLines;
        this.runLines = runLines;
        this.jsonIsSet = jsonIsSet;
        this.arrival = arrival;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "logs.trace-id",
                        "A problem's trace_id leads to its line in the log",
                        "is refused with a key that lacks the permission and looks for the id that the problem names",
                        "Nobody can find what a client reports: look at logging.pattern.correlation and the audit filter.",
                        this::leadsToTheLine),
                new Check(
                        "logs.redaction",
                        "Tokens, keys and ids are in no line of the log",
                        "sends tokens, keys, codes and collars where they belong and where they don't, and looks for them in the log at its most talkative",
                        "Treat what was logged as leaked: take it back, remove the lines, then mend the logger that is named.",
                        this::holdsNothingSensitive),
                new Check(
                        "logs.json",
                        "Each line of the service's log is a JSON object",
                        "parses every line that the service wrote during the checks",
                        "Look which library writes past the logger; a collector drops or splits such lines.",
                        () -> readable(lines(), subject.isHere())),
                new Check(
                        "logs.run",
                        "Each line of a run's log is a JSON object",
                        "parses every line that a small run wrote on standard error with petty.log.format=json",
                        "Look which library writes past the logger; a collector drops or splits such lines.",
                        this::runIsReadable));
    }

    private List<String> lines() throws Exception {
        if (serviceLines == null) {
            throw new UnmetException("the log of a deployed service isn't seen from outside: look at its log group");
        }
        subject.api();
        return serviceLines.call();
    }

    private Result leadsToTheLine() throws Exception {
        lines();
        ApiAnswer refused = refusedForTheFirstTime();
        String trace = refused.text("trace_id");
        if (trace.isEmpty()) {
            return new Result.Fail("the problem names no trace_id (status %d)".formatted(refused.status()));
        }
        boolean found = arrives(trace);
        return new Evidence()
                .expect(
                        found,
                        "%d %s: a line has its id".formatted(refused.status(), refused.problem()),
                        "no line of the log has the id of the problem")
                .result();
    }

    /** Is refused as nobody was before: refusals that repeat others are only counted, and told of a minute later. */
    private ApiAnswer refusedForTheFirstTime() throws Exception {
        String key = subject.issuer().key(List.of(), Permission.STATUS_READ).text();
        return subject.api().getWithKey("/v1/days", key);
    }

    /** Whether a line with the id appears. The service writes it while the answer is already under way. */
    private boolean arrives(String trace) throws Exception {
        return arrival.await(() -> lines().stream().anyMatch(line -> line.contains(trace)));
    }

    private Result holdsNothingSensitive() throws Exception {
        lines();
        Subject.Collars collars = subject.collars();
        String token = subject.token();
        SensitiveTexts sensitive = subject.sensitive();
        String marker = sensitive.add("path that is none", "readiness-path-that-is-none");
        String code = sensitive.add("code that is none", "readiness-code-that-is-none");
        List<ApiAnswer> sent = new ArrayList<>();
        sent.add(subject.api().getWithToken(collars.timeline(collars.foreign()), token));
        sent.add(subject.api().getWithToken("/v1/nothing/" + marker, token));
        sent.add(subject.api().get("/v1/collars/" + collars.own() + "/timeline?access_token=" + token));
        sent.add(subject.api().get("/v1/collars?date=" + marker, "Authorization", "Bearer " + token));
        sent.add(subject.api().get("/v1/days", "Authorization", "Basic " + marker));
        sent.add(subject.api().get("/v1/days", "Cookie", "petty_refresh=" + marker));
        sent.add(subject.api().post("/v1/tokens", "{\"code\":\"" + code + "\""));
        sent.add(subject.api().post("/v1/tokens", "{\"code\":[\"" + code + "\"]}"));
        sent.add(subject.api().post("/v1/tokens/refresh", "{\"refresh_token\":\"" + code + "\"}"));
        sent.add(subject.api().getWithToken("/v1/days", sensitive.add("made-up token", "readiness.made.up")));
        sent.add(refusedForTheFirstTime());
        long refused =
                sent.stream().filter(answer -> answer.status() >= LEAST_ERROR).count();
        Evidence evidence = new Evidence();
        evidence.require(
                arrives(sent.get(sent.size() - 1).text("trace_id")), "the log has no line of the last request");
        List<String> lines = lines();
        for (String line : lines) {
            sensitive
                    .foundIn(line)
                    .ifPresent(kind -> evidence.wrong("a line of %s holds: %s".formatted(logger(line), kind)));
        }
        evidence.saw("none of %d texts in %d lines, after %d more requests, %d of them refused"
                .formatted(sensitive.size(), lines.size(), sent.size(), refused));
        return evidence.result();
    }

    private static String logger(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            String flat = json.path("log.logger").asString("");
            return flat.isEmpty() ? json.path("log").path("logger").asString("an unknown logger") : flat;
        } catch (JacksonException e) {
            return "the log";
        }
    }

    private Result runIsReadable() throws Exception {
        if (runLines == null) {
            throw new UnmetException("a deployed run's log isn't seen from outside: look at its log group");
        }
        return readable(runLines.call(), false);
    }

    private Result readable(List<String> lines, boolean ofTheService) {
        Evidence evidence = new Evidence();
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
        evidence.expect(objects > 0, "%d lines, all of them objects".formatted(objects), "nothing was logged at all");
        evidence.saw(
                jsonIsSet
                        ? "petty.log.format is json"
                        : "petty.log.format is text here: set json where logs are collected");
        return evidence.result();
    }

    /** What a line lacks to be an object of the Elastic Common Schema; empty for nothing. */
    private static String missing(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            if (!json.isObject()) {
                return "a line is no JSON object";
            }
            for (String member : List.of("@timestamp", "message")) {
                if (!json.has(member)) {
                    return "a line has no %s".formatted(member);
                }
            }
            return json.has("log.level") || json.path("log").has("level") ? "" : "a line has no log.level";
        } catch (JacksonException e) {
            return "a line is no JSON";
        }
    }
}
