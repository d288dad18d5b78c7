package io.petty.readiness;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Checks that clients learn which version of the API they use and which versions exist. */
final class VersionChecks {
    private static final int OK = 200;
    private static final int PERMANENT_REDIRECT = 308;
    private static final int NOT_FOUND = 404;
    private static final List<String> ENDPOINTS = List.of(
            "/v1/collars",
            "/v1/days",
            "/v1/collars/{collar}/timeline",
            "/v1/collars/{collar}/summaries",
            "/v1/collars/{collar}/events/{event}",
            "/v1/status",
            "/v1/status/rejects",
            "/v1/tokens",
            "/v1/tokens/refresh",
            "/v1/tokens/revoke");

    private final Subject subject;

    VersionChecks(Subject subject) {
        this.subject = subject;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "versioning.redirect",
                        "A path without a version redirects to the newest version and is marked as deprecated",
                        "requests /days and /collars?limit=1 without following redirects",
                        "Check the version filter: otherwise clients that omit the version break without a warning.",
                        this::redirects),
                new Check(
                        "versioning.unknown",
                        "A request for an unknown version gets a problem that names the known versions",
                        "requests /v9/days",
                        "Check the version filter: clients of a future version must learn that it doesn't exist.",
                        this::refusesUnknown),
                new Check(
                        "versioning.openapi",
                        "The description of the API is served and lists the paths that exist",
                        "reads /v1/openapi.json and sends a request to each path in it",
                        "Make openapi.json and the endpoints agree; clients are generated from it.",
                        this::describes));
    }

    private void redirects(Evidence evidence) throws Exception {
        for (String path : List.of("/days", "/collars?limit=1")) {
            ApiAnswer answer = subject.api().get(path);
            String location = answer.header("Location");
            String deprecation = answer.header("Deprecation");
            String link = answer.header("Link");
            evidence.expect(
                    answer.status() == PERMANENT_REDIRECT && location.equals("/v1" + path),
                    "%s redirects to /v1%s".formatted(path, path),
                    "%s answers %d, Location '%s'".formatted(path, answer.status(), location));
            evidence.expect(
                    deprecation.matches("@\\d+"),
                    "deprecated since " + deprecation,
                    path + " has no Deprecation header");
            evidence.expect(
                    link.contains("</v1" + path.replaceFirst("\\?.*", "") + ">") && link.contains("successor-version"),
                    "and names its successor",
                    path + " has no Link to its successor");
        }
    }

    private void refusesUnknown(Evidence evidence) throws Exception {
        ApiAnswer answer = subject.api().get("/v9/days");
        String versions = answer.json().path("versions").toString();
        evidence.expect(
                answer.status() == NOT_FOUND && answer.problem().equals("unknown-version"),
                "404 unknown-version",
                "/v9/days answers %d %s".formatted(answer.status(), answer.problem()));
        evidence.expect(versions.contains("\"v1\""), "it names " + versions, "it names no existing version");
    }

    private void describes(Evidence evidence) throws Exception {
        ApiAnswer answer = subject.api().get("/v1/openapi.json");
        JsonNode paths = answer.json().path("paths");
        Set<String> named = new TreeSet<>(paths.propertyNames());
        evidence.expect(
                answer.status() == OK && answer.text("openapi").startsWith("3."),
                "OpenAPI " + answer.text("openapi"),
                "/v1/openapi.json answers %d and isn't an OpenAPI document".formatted(answer.status()));
        for (String endpoint : ENDPOINTS) {
            if (!named.contains(endpoint)) {
                evidence.wrong("%s isn't described".formatted(endpoint));
            }
        }
        for (String path : named) {
            String asked = path.replaceAll("\\{[^}]*}", "READINESS");
            ApiAnswer there = paths.path(path).has("get")
                    ? subject.api().get(asked)
                    : subject.api().post(asked, "{}");
            if (there.problem().equals("not-found") || there.problem().equals("method-not-allowed")) {
                evidence.wrong("%s is described but doesn't exist".formatted(path));
            }
        }
        evidence.saw("%d paths, all of them exist".formatted(named.size()));
    }
}
