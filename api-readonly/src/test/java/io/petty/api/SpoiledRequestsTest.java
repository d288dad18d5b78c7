package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Regressions found by fuzzing. Malformed requests are answered as errors of the client. */
@ExtendWith(SharedServer.class)
class SpoiledRequestsTest {
    private final ApiServer server;

    SpoiledRequestsTest(ApiServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer a\u0085b",
                "X-API-Key: petty_\u0085",
                "X-API-Key : petty",
                "no colon",
                "Host: a b",
                "Transfer-Encoding: x",
                "Content-Length: -1",
                "Content-Length: 1\r\nContent-Length: 2"
            })
    void refusesAMalformedHeader(String header) {
        assertBad("GET /v1/days HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/days HTTP/9.9",
                "G\u00c9T /v1/days HTTP/1.1",
                "GET /v1/d\u0000ys HTTP/1.1",
                "GET /v1/days\" HTTP/1.1"
            })
    void refusesAMalformedRequestLine(String line) {
        assertBad(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"date=%c0%af", "date=%ff", "date=%", "date=%zz", "%ff=1"})
    void refusesAQueryThatIsNotText(String query) {
        byte[] request = RawRequest.of("GET", "/v1/collars?" + query, server.token("LUNA-01"));

        Answer answer = RawRequest.send(server.port(), request).orElseThrow();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.isProblem()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}zz\r\n", "ffffffffffffffff\r\n{}"})
    void refusesAMalformedChunkedBody(String body) {
        assertBad("POST /v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/days;a=b",
                "/v1/collars/;a=b%0/summaries",
                "/;%",
                "/v1//days",
                "/v1/%2e%2e/days",
                "/v1/days%2f"
            })
    void refusesAmbiguousPaths(String path) {
        assertBad("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @Test
    void acceptsManyLanguages() {
        String languages = "en, ".repeat(2_000) + "de";

        assertThat(server.get("/v1/days", server.token("LUNA-01"), "Accept-Language", languages)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesARangeBeyondTheEndOfAFile() {
        Answer answer = server.get("/js/app.js", List.of(), "Range", "bytes=99999999-");

        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.json("type")).isEqualTo("/problems/range-not-satisfiable");
    }

    private void assertBad(String request) {
        Answer answer = RawRequest.send(server.port(), request.getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json("type")).isEqualTo("/problems/bad-request");
        assertThat(answer.json().path("status").asInt()).isEqualTo(400);
    }
}
