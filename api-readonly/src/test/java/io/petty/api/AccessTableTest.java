package io.petty.api;

import io.petty.api.Credentials.Credential;
import io.petty.api.Credentials.Grant;
import io.petty.api.EndpointTable.Endpoint;
import io.petty.api.EndpointTable.Need;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Requests every endpoint with every kind of credential, for the credential's own collar, for a foreign collar and for
 * an absent one. The answers for foreign and absent collars are the same.
 */
@ExtendWith(SharedServer.class)
class AccessTableTest {
    private static final List<String> COLLARS = List.of(EndpointTable.OWN, EndpointTable.FOREIGN, EndpointTable.ABSENT);

    @TestFactory
    Stream<DynamicTest> answersByTheGrantOfTheCredentialAndHidesForeignCollars(ApiServer server) throws Exception {
        return Credentials.of(server).stream()
                .map(credential -> DynamicTest.dynamicTest(credential.what(), () -> {
                    SoftAssertions softly = new SoftAssertions();
                    for (Endpoint endpoint : EndpointTable.all()) {
                        Map<String, String> comparable = new HashMap<>();
                        for (String collar : endpoint.need() == Need.COLLAR ? COLLARS : List.of("")) {
                            Answer answer = ask(server, credential, endpoint, collar);
                            comparable.put(collar, answer.comparable());
                            int expected = expected(endpoint, credential.grant(), collar);
                            softly.assertThat(answer.status())
                                    .as("%s %s", endpoint, collar)
                                    .isEqualTo(expected);
                            if (expected == 401) {
                                softly.assertThat(answer.json("type")).isEqualTo("/problems/unauthenticated");
                                softly.assertThat(answer.header("WWW-Authenticate"))
                                        .startsWith("Bearer");
                            }
                        }
                        if (endpoint.need() == Need.COLLAR && credential.grant() != Grant.ALL_COLLARS) {
                            softly.assertThat(comparable.get(EndpointTable.FOREIGN))
                                    .as("%s, foreign collar", endpoint)
                                    .isEqualTo(comparable.get(EndpointTable.ABSENT));
                        }
                    }
                    softly.assertAll();
                }));
    }

    private static int expected(Endpoint endpoint, Grant grant, String collar) {
        if (endpoint.need() == Need.NOTHING) {
            return endpoint.status();
        }
        boolean mayStatus = grant == Grant.STATUS || grant == Grant.OWN_COLLAR_AND_STATUS;
        boolean mayTimelines = grant != Grant.STATUS && grant != Grant.NOTHING;
        boolean may = endpoint.need() == Need.STATUS ? mayStatus : mayTimelines;
        if (grant == Grant.NOTHING) {
            return 401;
        }
        if (!may) {
            return 403;
        }
        boolean seen = endpoint.need() != Need.COLLAR
                || collar.equals(EndpointTable.OWN)
                || (collar.equals(EndpointTable.FOREIGN) && grant == Grant.ALL_COLLARS);
        return seen ? endpoint.status() : 404;
    }

    private static Answer ask(ApiServer server, Credential credential, Endpoint endpoint, String collar) {
        byte[] head = RawRequest.of(endpoint.method(), endpoint.of(collar), credential.headers());
        if (endpoint.body().isEmpty()) {
            return RawRequest.send(server.port(), head).orElseThrow();
        }
        String text = new String(head, StandardCharsets.UTF_8)
                .replace(
                        "Connection: close\r\n",
                        "Connection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                                .formatted(endpoint.body().length()));
        return RawRequest.send(server.port(), (text + endpoint.body()).getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }
}
