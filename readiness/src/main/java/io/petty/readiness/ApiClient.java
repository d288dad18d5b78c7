package io.petty.readiness;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends requests to an untrusted server: follows no redirects and limits the size of answers. The time limit of the
 * check also applies to a server that doesn't answer.
 */
final class ApiClient {
    private static final Duration CONNECT = Duration.ofMinutes(1);
    private static final int MOST_BYTES = 8 << 20;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int MOST_WAITS = 4;
    private static final int LONGEST_WAIT_SECONDS = 5;

    private final HttpClient client;
    private final String url;

    ApiClient(URI url) {
        this.url = url.toString().replaceFirst("/+$", "");
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }

    /** @param headers names and values alternately */
    ApiAnswer get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody(), List.of(headers));
    }

    ApiAnswer getWithToken(String path, String token) throws IOException, InterruptedException {
        return get(path, "Authorization", "Bearer " + token);
    }

    ApiAnswer getWithKey(String path, String key) throws IOException, InterruptedException {
        return get(path, "X-API-Key", key);
    }

    ApiAnswer post(String path, String json) throws IOException, InterruptedException {
        return post(path, "application/json", json);
    }

    ApiAnswer post(String path, String type, String body) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.ofString(body), List.of("Content-Type", type));
    }

    /** If the server limits the request rate, retries a few times, each time after the pause in {@code Retry-After}. */
    private ApiAnswer send(String method, String path, BodyPublisher body, List<String> headers)
            throws IOException, InterruptedException {
        ApiAnswer answer = once(method, path, body, headers);
        for (int waits = 0; answer.status() == TOO_MANY_REQUESTS && waits < MOST_WAITS; waits++) {
            Thread.sleep(
                    Duration.ofSeconds(seconds(answer.header("Retry-After"))).toMillis());
            answer = once(method, path, body, headers);
        }
        return answer;
    }

    private static long seconds(String retryAfter) {
        return retryAfter.matches("\\d{1,4}") ? Math.min(LONGEST_WAIT_SECONDS, Long.parseLong(retryAfter)) : 1;
    }

    private ApiAnswer once(String method, String path, BodyPublisher body, List<String> headers)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of("User-Agent", "petty-readiness"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body)
                .headers(all.toArray(String[]::new))
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            return new ApiAnswer(
                    response.statusCode(),
                    response.headers(),
                    new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        }
    }
}
