package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Headers of all kinds of answers, methods and content types. */
@ExtendWith(SharedServer.class)
class HeadersTest {
    private static final String LONG = "a".repeat(17_000);
    private static final String DAY = "/v1/collars/LUNA-01/timeline?date=2026-11-20";

    private final ApiServer server;
    private final List<String> token;

    HeadersTest(ApiServer server) {
        this.server = server;
        this.token = server.token("LUNA-01");
    }

    @Test
    void setsSecurityHeadersOnEveryKindOfAnswer() {
        answersOfEveryKind().forEach((what, answer) -> {
            assertThat(answer.header("X-Content-Type-Options")).as(what).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).as(what).isEqualTo("DENY");
            assertThat(answer.header("Referrer-Policy")).as(what).isEqualTo("no-referrer");
            assertThat(answer.header("Permissions-Policy")).as(what).contains("geolocation=()");
            assertThat(answer.header("Cross-Origin-Opener-Policy")).as(what).isEqualTo("same-origin");
            assertThat(answer.header("Cross-Origin-Resource-Policy")).as(what).isEqualTo("same-origin");
            assertThat(answer.header("Content-Security-Policy"))
                    .as(what)
                    .startsWith("default-src 'none'; script-src 'self'; ")
                    .contains("frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe", "*", "http:");
            assertThat(answer.headers().map()).as(what).doesNotContainKeys("server", "x-powered-by", "set-cookie");
            assertThat(answer.headers().map().keySet()).as(what).noneMatch(name -> name.startsWith("access-control-"));
        });
    }

    private Map<String, Answer> answersOfEveryKind() {
        Map<String, Answer> answers = new LinkedHashMap<>();
        answers.put("200", server.get(DAY, token));
        String tag = String.valueOf(answers.get("200").header("ETag"));
        answers.put("304", server.get(DAY, token, "If-None-Match", tag));
        answers.put("308", server.get("/days"));
        answers.put("400", server.get(DAY + "&x=1", token));
        answers.put("401", server.get(DAY));
        answers.put("403", server.get("/v1/status", token));
        answers.put("404", server.get("/v1/nothing", token));
        answers.put("405", server.send("DELETE", DAY, BodyPublishers.noBody(), token));
        answers.put(
                "415",
                server.send("POST", "/v1/tokens", BodyPublishers.ofString("a"), List.of("Content-Type", "text/plain")));
        answers.put("HEAD", server.send("HEAD", DAY, BodyPublishers.noBody(), token));
        answers.put("page", server.get("/"));
        answers.put("script", server.get("/js/app.js"));
        answers.put("library", server.get("/webjars/d3/dist/d3.min.js"));
        answers.put("missing file", server.get("/js/none.js"));
        answers.put("keys", server.get("/.well-known/jwks.json"));
        answers.put("from elsewhere", server.get(DAY, token, "Origin", "https://elsewhere.example"));
        answers.put("doubled slash", server.get("/v1//days", token));
        answers.put("path parameter", server.get("/v1/days;a=b", token));
        answers.put("unknown method", raw(RawRequest.of("BREW", "/v1/days", List.of())));
        answers.put("long address", raw(RawRequest.of("GET", "/v1/days?after=" + LONG, List.of())));
        answers.put("431", raw(RawRequest.of("GET", "/v1/days", List.of("X-Long", LONG))));
        answers.put("413", server.post("/v1/tokens", "{\"code\":\"%s\"}".formatted(LONG), List.of()));
        answers.put("no HTTP", raw("GET / HTTP/1.1\r\nHost: a b\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
        return answers;
    }

    private Answer raw(byte[] request) {
        return RawRequest.send(server.port(), request).orElseThrow();
    }

    @Test
    void answersWithAnUncachedProblemIfARequestReachesNoEndpoint() {
        Answer doubledSlash = server.get("/v1//days", token);
        Answer noHttp = raw("GET / HTTP/1.1\r\nHost: a b\r\n\r\n".getBytes(StandardCharsets.UTF_8));

        for (Answer answer : List.of(doubledSlash, noHttp)) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.isProblem()).isTrue();
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void answersHeadAsGetWithoutABody() {
        for (String path : List.of(DAY, "/v1/days", "/", "/.well-known/jwks.json")) {
            Answer get = server.get(path, token);
            Answer head = server.send("HEAD", path, BodyPublishers.noBody(), token);

            assertThat(head.status()).as(path).isEqualTo(200);
            assertThat(head.body()).as(path).isEmpty();
            assertThat(head.header("Content-Length")).as(path).isEqualTo(get.header("Content-Length"));
            assertThat(head.header("ETag")).as(path).isEqualTo(get.header("ETag"));
        }
        Answer problem = server.send("HEAD", "/v1/status", BodyPublishers.noBody(), token);
        assertThat(problem.status()).isEqualTo(403);
        assertThat(problem.body()).isEmpty();
    }

    @Test
    void listsTheAllowedMethods() {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            Answer answer = server.send(method, DAY, BodyPublishers.noBody(), token);

            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.json("type")).isEqualTo("/problems/method-not-allowed");
            assertThat(answer.header("Allow")).contains("GET").doesNotContain("POST");
        }
        Answer get = server.get("/v1/tokens");
        assertThat(get.status()).isEqualTo(405);
        assertThat(get.header("Allow")).isEqualTo("POST");
    }

    @Test
    void refusesUnusedMethodsWithoutEchoingTheRequest() {
        for (String method : List.of("TRACE", "CONNECT", "PROPFIND", "BREW")) {
            byte[] request = RawRequest.of(method, "/v1/days", List.of("X-Marker", "a-marker-of-the-request"));
            Answer answer = RawRequest.send(server.port(), request).orElseThrow();

            assertThat(answer.status()).as(method).isBetween(400, 499);
            assertThat(answer.isProblem()).as(method).isTrue();
            assertThat(answer.text()).doesNotContain("a-marker-of-the-request");
        }
    }

    @Test
    void refusesBodiesThatAreNotJson() {
        for (String type : List.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/xml",
                "application/jsonx")) {
            Answer answer =
                    server.send("POST", "/v1/tokens", BodyPublishers.ofString("code=a"), List.of("Content-Type", type));
            assertThat(answer.status()).as(type).isEqualTo(415);
            assertThat(answer.json("type")).isEqualTo("/problems/unsupported-media-type");
        }
        for (String body : List.of("[]", "\"a\"", "1", "null", "{", "{\"code\":}", "nonsense", "[".repeat(5_000))) {
            Answer answer = server.post("/v1/tokens", body, List.of());
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json("type")).isEqualTo("/problems/bad-request");
        }
    }

    @Test
    void refusesToAnswerInAnotherFormat() {
        for (String path : List.of(DAY, "/v1/days", "/.well-known/jwks.json")) {
            Answer answer = server.get(path, token, "Accept", "application/xml");
            assertThat(answer.status()).as(path).isEqualTo(406);
            assertThat(answer.json("type")).isEqualTo("/problems/not-acceptable");
            for (String accepted :
                    List.of("*/*", "application/*", "application/json", "text/html, application/json;q=0.1")) {
                assertThat(server.get(path, token, "Accept", accepted).status())
                        .as(accepted)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void namesTheTraceInTheBodyOfAProblem() {
        assertThat(server.get(DAY).json("trace_id")).matches("[0-9a-f]{32}");
        assertThat(server.get(DAY).json("trace_id"))
                .isNotEqualTo(server.get(DAY).json("trace_id"));
        assertThat(server.get("/v1/nothing", token).json("instance")).isEqualTo("/v1/nothing");
    }

    @Test
    void explainsEachProblemAtItsAddress() {
        String type = server.get("/v1/nothing").json("type");

        Answer described = server.get(type);

        assertThat(described.status()).isEqualTo(200);
        assertThat(described.json("type")).isEqualTo(type);
        assertThat(described.json("meaning")).isNotBlank();
        assertThat(server.get("/problems/none").status()).isEqualTo(404);
    }
}
