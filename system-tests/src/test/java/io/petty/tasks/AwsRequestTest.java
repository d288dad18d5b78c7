package io.petty.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.cbor.CBORMapper;

class AwsRequestTest {
    private static AwsRequest request(
            String service, String method, String uri, Map<String, String> headers, byte[] body) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("authorization", JsonCalls.authorization("ASIA1", service));
        return new AwsRequest(method, URI.create(uri), all::get, body);
    }

    private static List<String> needs(String method, String uri, String body) throws IOException {
        return request("s3", method, uri, Map.of(), body.getBytes(StandardCharsets.UTF_8))
                .needs("123456789012")
                .stream()
                .map(need -> need.action() + " " + need.resource())
                .toList();
    }

    @Test
    void readingAndWritingAnObjectNeedActionsOnIt() throws IOException {
        assertThat(needs("GET", "/lake/tables/dt%3D2026-11-18/a", ""))
                .containsExactly("s3:GetObject arn:aws:s3:::lake/tables/dt=2026-11-18/a");
        assertThat(needs("HEAD", "/lake/a", "")).containsExactly("s3:GetObject arn:aws:s3:::lake/a");
        assertThat(needs("GET", "/lake/a?versionId=1", "")).containsExactly("s3:GetObjectVersion arn:aws:s3:::lake/a");
        assertThat(needs("PUT", "/lake/a", "")).containsExactly("s3:PutObject arn:aws:s3:::lake/a");
        assertThat(needs("DELETE", "/lake/a", "")).containsExactly("s3:DeleteObject arn:aws:s3:::lake/a");
    }

    @Test
    void anUploadInPartsNeedsTheSameActionAsAnObject() throws IOException {
        assertThat(needs("POST", "/lake/a?uploads", "")).containsExactly("s3:PutObject arn:aws:s3:::lake/a");
        assertThat(needs("PUT", "/lake/a?partNumber=1&uploadId=u", ""))
                .containsExactly("s3:PutObject arn:aws:s3:::lake/a");
        assertThat(needs("DELETE", "/lake/a?uploadId=u", ""))
                .containsExactly("s3:AbortMultipartUpload arn:aws:s3:::lake/a");
    }

    @Test
    void listingNeedsTheBucketAndDeletingSeveralEachObject() throws IOException {
        assertThat(needs("GET", "/lake?list-type=2&prefix=tables%2F", ""))
                .containsExactly("s3:ListBucket arn:aws:s3:::lake");
        assertThat(needs(
                        "POST",
                        "/lake?delete",
                        "<Delete><Object><Key>a</Key></Object><Object><Key>b/c</Key></Object></Delete>"))
                .containsExactly("s3:DeleteObject arn:aws:s3:::lake/a", "s3:DeleteObject arn:aws:s3:::lake/b/c");
    }

    @Test
    void refusesRequestsThatItDoesNotKnow() {
        assertThatIllegalArgumentException().isThrownBy(() -> needs("GET", "/lake?acl", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> needs("PUT", "/lake/a?tagging", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AwsRequest("GET", URI.create("/lake/a"), name -> null, new byte[0]))
                .withMessageContaining("isn't signed");
    }

    @Test
    void metricsNeedTheirNamespace() throws IOException {
        AwsRequest request = request(
                "monitoring",
                "POST",
                "/service/GraniteServiceVersion20100801/operation/PutMetricData",
                Map.of("smithy-protocol", "rpc-v2-cbor"),
                CBORMapper.builder().build().writeValueAsBytes(Map.of("Namespace", "Petty/staging")));

        assertThat(request.needs("123456789012"))
                .containsExactly(new AwsRequest.Need(
                        "cloudwatch:PutMetricData", "*", Map.of("cloudwatch:namespace", "Petty/staging")));
    }

    @Test
    void secretsAndParametersAreNamedOrGivenByTheirArns() throws IOException {
        assertThat(json("secretsmanager", "secretsmanager.GetSecretValue", "{\"SecretId\":\"petty/staging/user-key\"}"))
                .containsExactly("secretsmanager:GetSecretValue petty/staging/user-key");
        assertThat(json("ssm", "AmazonSSM.GetParameters", "{\"Names\":[\"/petty/a\"]}"))
                .containsExactly("ssm:GetParameters arn:aws:ssm:eu-central-1:123456789012:parameter/petty/a");
    }

    private static List<String> json(String service, String target, String body) throws IOException {
        return request(service, "POST", "/", Map.of("x-amz-target", target), body.getBytes(StandardCharsets.UTF_8))
                .needs("123456789012")
                .stream()
                .map(need -> need.action() + " " + need.resource())
                .toList();
    }

    @Test
    void encryptedObjectsAndSecretsNeedTheirKey() {
        assertThat(AwsRequest.keyActions(new AwsRequest.Need("s3:GetObject", "", Map.of()), false))
                .containsExactly("kms:Decrypt");
        assertThat(AwsRequest.keyActions(new AwsRequest.Need("s3:PutObject", "", Map.of()), false))
                .containsExactly("kms:GenerateDataKey");
        assertThat(AwsRequest.keyActions(new AwsRequest.Need("s3:PutObject", "", Map.of()), true))
                .containsExactly("kms:Decrypt");
        assertThat(AwsRequest.keyActions(new AwsRequest.Need("s3:ListBucket", "", Map.of()), false))
                .isEmpty();
        assertThat(AwsRequest.keyActions(new AwsRequest.Need("secretsmanager:GetSecretValue", "", Map.of()), false))
                .containsExactly("kms:Decrypt");
    }
}
