package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Redirects contain only a path, since an absolute address would contain text from the client. */
@ExtendWith(SharedServer.class)
class RedirectTest {
    static final String ELSEWHERE = "elsewhere.example";

    @Test
    void redirectsToTheSameHostWhateverNameTheClientSends(ApiServer server) {
        assertRedirectsWithin(server, () -> List.of("X-Forwarded-Host", ELSEWHERE, "X-Forwarded-Proto", "https"));
    }

    /** Requests all paths, and some unknown ones, with the name of another host. */
    static void assertRedirectsWithin(ApiServer server, Supplier<List<String>> headers) {
        List<String> redirected = new ArrayList<>();
        for (String path : paths()) {
            Answer answer =
                    RawRequest.send(server.port(), request(path, headers.get())).orElseThrow();
            String location = answer.header("Location");
            if (location != null) {
                redirected.add(path);
                assertThat(location).as(path).matches("/[^/].*");
            }
            assertThat(answer.headers().map().toString()).as(path).doesNotContain(ELSEWHERE);
            assertThat(answer.text()).as(path).doesNotContain(ELSEWHERE);
        }
        assertThat(redirected).contains("/try", "/days", "/collars/LUNA-01/timeline", "/openapi.json");
    }

    private static byte[] request(String path, List<String> headers) {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + ELSEWHERE + "\r\n");
        for (int i = 0; i < headers.size(); i += 2) {
            head.append(headers.get(i)).append(": ").append(headers.get(i + 1)).append("\r\n");
        }
        return head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> paths() {
        List<String> paths = new ArrayList<>(EndpointTable.FILES.values());
        EndpointTable.all().forEach(endpoint -> paths.add(endpoint.of(EndpointTable.OWN)));
        paths.addAll(List.of("/try", "/try/index.html", "/css", "/js", "/webjars", "/webjars/d3", "/problems", "/v1"));
        paths.addAll(List.of("/collars/LUNA-01/timeline", "/days", "/status", "/tokens", "/openapi.json", "/v2/days"));
        return paths;
    }
}
