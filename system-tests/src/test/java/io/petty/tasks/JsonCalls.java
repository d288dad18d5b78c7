package io.petty.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.WrittenLines;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls of the services that speak JSON.
 *
 * @param key the id of the access key
 */
record JsonCalls(HttpClient client, URI endpoint, String key) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Calls an operation.
     *
     * @param target the header that names the operation, such as {@code TrentService.CreateKey}
     */
    JsonNode call(String service, String target, Object input) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(endpoint.resolve("/"))
                        .timeout(WrittenLines.PATIENCE)
                        .header("Authorization", authorization(key, service))
                        .header("X-Amz-Target", target)
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(input)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", target, answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** Returns the header of a signature, which moto doesn't verify. It takes the service and the region from it. */
    static String authorization(String key, String service) {
        return "AWS4-HMAC-SHA256 Credential=%s/20260101/%s/%s/aws4_request, SignedHeaders=host, Signature=0"
                .formatted(key, Moto.REGION, service);
    }
}
