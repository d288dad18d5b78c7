package io.petty.tasks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/** A request in the protocol of AWS. */
final class AwsRequest {
    static final String CLOUDWATCH_PROTOCOL = "rpc-v2-cbor";

    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/[0-9]+/([^/]+)/([^/]+)/aws4_request");
    private static final Pattern DELETED_KEY = Pattern.compile("<Key>(.*?)</Key>");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final CBORMapper CBOR = CBORMapper.builder().build();

    private final String key;
    private final String service;
    private final String region;
    private final String method;
    private final URI uri;
    private final Function<String, @Nullable String> headers;
    private final byte[] body;

    /** One action on one resource that the request needs. */
    record Need(String action, String resource, Map<String, String> context) {}

    /**
     * @param headers a header's value by its name in lower case
     * @throws IllegalArgumentException if the request isn't signed
     */
    AwsRequest(String method, URI uri, Function<String, @Nullable String> headers, byte[] body) {
        Matcher credential = CREDENTIAL.matcher(String.valueOf(headers.apply("authorization")));
        if (!credential.find()) {
            throw new IllegalArgumentException("%s %s isn't signed".formatted(method, uri));
        }
        this.key = credential.group(1);
        this.region = credential.group(2);
        this.service = credential.group(3);
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
    }

    /** Returns the id of the access key that signed it. */
    String key() {
        return key;
    }

    /** Returns the service that it is signed for. */
    String service() {
        return service;
    }

    String region() {
        return region;
    }

    String method() {
        return method;
    }

    URI uri() {
        return uri;
    }

    byte[] body() {
        return body;
    }

    /** Returns what the caller must be allowed, apart from keys. */
    List<Need> needs(String account) throws IOException {
        String arn = "arn:aws:%s:%s:%s:".formatted(service, region, account);
        return switch (service) {
            case "s3" -> s3();
            case "secretsmanager" ->
                List.of(new Need(
                        "secretsmanager:" + operation(), json().path("SecretId").asString(), Map.of()));
            case "ssm" ->
                json().path("Names")
                        .valueStream()
                        .map(name -> new Need(
                                "ssm:" + operation(),
                                name.asString().startsWith("arn:")
                                        ? name.asString()
                                        : arn + "parameter" + name.asString(),
                                Map.of()))
                        .toList();
            case "logs" ->
                List.of(new Need(
                        "logs:" + operation(),
                        arn
                                + "log-group:%s:log-stream:%s"
                                        .formatted(
                                                json().path("logGroupName").asString(),
                                                json().path("logStreamName").asString()),
                        Map.of()));
            case "monitoring" -> List.of(figures());
            default -> throw new IllegalArgumentException("The service %s isn't supported".formatted(service));
        };
    }

    /** Returns whether the request is one of CloudWatch. */
    boolean isCloudWatch() {
        return service.equals("monitoring");
    }

    private Need figures() throws IOException {
        return new Need(
                "cloudwatch:" + operation(),
                "*",
                Map.of("cloudwatch:namespace", cbor().path("Namespace").asString()));
    }

    /** Returns the body of a request to CloudWatch. */
    JsonNode cbor() throws IOException {
        boolean isZipped = "gzip".equals(headers.apply("content-encoding"));
        return CBOR.readTree(isZipped ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body);
    }

    String operation() {
        if (isCloudWatch()) {
            if (!CLOUDWATCH_PROTOCOL.equals(headers.apply("smithy-protocol"))) {
                throw new IllegalArgumentException("CloudWatch is called in another protocol: " + uri);
            }
            return uri.getPath().replaceFirst(".*/", "");
        }
        String target = String.valueOf(headers.apply("x-amz-target"));
        return target.substring(target.indexOf('.') + 1);
    }

    private JsonNode json() {
        return JSON.readTree(body);
    }

    /** Returns the bucket that a request to S3 is about. */
    String bucket() {
        return uri.getPath().split("/", 3)[1];
    }

    /** Returns whether the request reads an object of S3. */
    boolean isOfObject() {
        return service.equals("s3") && !method.equals("PUT") && uri.getPath().split("/", 3).length == 3;
    }

    private List<Need> s3() {
        String[] path = uri.getPath().split("/", 3);
        String bucket = "arn:aws:s3:::" + path[1];
        Map<String, String> query = query();
        if (path.length < 3 || path[2].isEmpty()) {
            return ofBucket(bucket, query);
        }
        String object = bucket + "/" + path[2];
        List<Need> needs = new ArrayList<>();
        String source = headers.apply("x-amz-copy-source");
        if (source != null) {
            String copied = URLDecoder.decode(source, StandardCharsets.UTF_8).replaceFirst("^/", "");
            needs.add(new Need("s3:GetObject", "arn:aws:s3:::" + copied, Map.of()));
        }
        String action = switch (method) {
            case "GET", "HEAD" -> query.containsKey("versionId") ? "GetObjectVersion" : "GetObject";
            case "PUT", "POST" -> "PutObject";
            case "DELETE" -> query.containsKey("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
            default -> throw unknown();
        };
        for (String name : query.keySet()) {
            if (!List.of("versionId", "uploadId", "partNumber", "uploads", "x-id")
                    .contains(name)) {
                throw unknown();
            }
        }
        needs.add(new Need("s3:" + action, object, Map.of()));
        return needs;
    }

    private List<Need> ofBucket(String bucket, Map<String, String> query) {
        if (method.equals("GET") && "2".equals(query.get("list-type"))) {
            return List.of(new Need("s3:ListBucket", bucket, Map.of("s3:prefix", query.getOrDefault("prefix", ""))));
        }
        if (method.equals("POST") && query.containsKey("delete")) {
            return DELETED_KEY
                    .matcher(new String(body, StandardCharsets.UTF_8))
                    .results()
                    .map((MatchResult found) -> new Need("s3:DeleteObject", bucket + "/" + found.group(1), Map.of()))
                    .toList();
        }
        throw unknown();
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException("%s %s isn't supported".formatted(method, uri));
    }

    private Map<String, String> query() {
        String query = uri.getRawQuery();
        return query == null
                ? Map.of()
                : Arrays.stream(query.split("&", -1))
                        .map(one -> one.split("=", 2))
                        .collect(Collectors.toMap(
                                one -> one[0],
                                one -> one.length < 2 ? "" : URLDecoder.decode(one[1], StandardCharsets.UTF_8)));
    }

    /**
     * Returns what the caller must be allowed with a key if the service encrypts with one. The service calls KMS in the
     * caller's name.
     */
    static Stream<String> keyActions(Need need, boolean isPart) {
        return switch (need.action()) {
            case "secretsmanager:GetSecretValue", "s3:GetObject", "s3:GetObjectVersion", "ssm:GetParameters" ->
                Stream.of("kms:Decrypt");
            case "secretsmanager:PutSecretValue", "secretsmanager:CreateSecret" ->
                Stream.of("kms:GenerateDataKey", "kms:Decrypt");
            // S3 decrypts the data key of an upload in parts for each further part.
            case "s3:PutObject" -> isPart ? Stream.of("kms:Decrypt") : Stream.of("kms:GenerateDataKey");
            default -> Stream.of();
        };
    }

    /** Returns whether this request continues an upload in parts. */
    boolean isPart() {
        return query().containsKey("uploadId");
    }

    /** Returns this request's context with more keys. */
    static Map<String, String> context(Need need, Map<String, String> more) {
        Map<String, String> context = new HashMap<>(need.context());
        context.putAll(more);
        return context;
    }
}
