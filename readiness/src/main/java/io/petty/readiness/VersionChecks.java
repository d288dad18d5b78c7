package io.petty.readiness;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Clients know which interface they talk to, and what becomes of it. */
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
                        "A path without a version leads to the newest, and says that it is deprecated",
                        "asks for /days and /collars?limit=1 without following where they lead",
                        "Look at the filter of versions; clients without a version break unannounced else.",
                        this::redirects),
                new Check(
                        "versioning.unknown",
                        "An unknown version is a problem that names the known ones",
                        "asks for /v9/days",
                        "Look at the filter of versions: clients of a version to come must learn that there is none.",
                        this::refusesUnknown),
                new Check(
                        "versioning.openapi",
                        "The description of the interface is served, and names what is there",
                        "reads /v1/openapi.json and asks for each path that it names",
                        "Bring openapi.json and the endpoints together; clients are made from it.",
                        this::describes));
    }

    private Result redirects() throws Exception {
        Evidence evidence = new Evidence();
        for (String path : List.of("/days", "/collars?limit=1")) {
            ApiAnswer answer = subject.api().get(path);
            String plain = path.replaceFirst("\\?.*", "");
            evidence.expect(
                            answer.status() == PERMANENT_REDIRECT
                                    && answer.header("Location").equals("/v1" + path),
                            "%s leads to /v1%s".formatted(path, path),
                            "%s answers %d, Location '%s'".formatted(path, answer.status(), answer.header("Location")))
                    .expect(
                            answer.header("Deprecation").matches("@\\d+"),
                            "deprecated since " + answer.header("Deprecation"),
                            path + " has no Deprecation header")
                    .expect(
                            answer.header("Link").contains("</v1" + plain + ">")
                                    && answer.header("Link").contains("successor-version"),
                            "and names its successor",
                            path + " has no Link to its successor");
        }
        return evidence.result();
    }

    private Result refusesUnknown() throws Exception {
        ApiAnswer answer = subject.api().get("/v9/days");
        String versions = answer.json().path("versions").toString();
        return new Evidence()
                .expect(
                        answer.status() == NOT_FOUND && answer.problem().equals("unknown-version"),
                        "404 unknown-version",
                        "/v9/days answers %d %s".formatted(answer.status(), answer.problem()))
                .expect(versions.contains("\"v1\""), "it names " + versions, "it names no version that there is")
                .result();
    }

    private Result describes() throws Exception {
        ApiAnswer answer = subject.api().get("/v1/openapi.json");
        JsonNode paths = answer.json().path("paths");
        List<String> named = new ArrayList<>(new TreeSet<>(paths.propertyNames()));
        Evidence evidence = new Evidence()
                .expect(
                        answer.status() == OK && answer.text("openapi").startsWith("3."),
                        "OpenAPI " + answer.text("openapi"),
                        "/v1/openapi.json answers %d and is no OpenAPI document".formatted(answer.status()));
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
                evidence.wrong("%s is described and isn't there".formatted(path));
            }
        }
        evidence.saw("%d paths, all of them there".formatted(named.size()));
        return evidence.result();
    }
}
