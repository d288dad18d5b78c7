package io.petty.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.FileIO;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Creates all S3 clients, with their timeouts and retries. */
final class S3Clients {
    private static final int ATTEMPTS = 5;
    private static final int CONNECTIONS = 128;
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);
    /**
     * Long enough to upload a part of a table's file over a slow line. The time for reading a response's body doesn't
     * count.
     */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofMinutes(2);

    private S3Clients() {}

    /**
     * @throws IOException if a value that the settings leave to the environment, such as the region, is missing there
     */
    static S3Client create(S3Settings settings) throws IOException {
        try {
            return build(settings);
        } catch (SdkException e) {
            throw new IOException("Can't create an S3 client: " + S3Failures.describe(e), e);
        }
    }

    /** Creates the client when the first file is accessed. */
    static FileIO tableFiles(S3Settings settings) {
        // Without this supplier of asynchronous clients, Iceberg loads its own, and with it the SDKs of KMS and Glue.
        S3FileIO files = new S3TableFiles(() -> build(settings), () -> {
            throw new UnsupportedOperationException("Tables are read and written by the synchronous client");
        });
        files.initialize(Map.of());
        return files;
    }

    private static S3Client build(S3Settings settings) {
        S3ClientBuilder builder = S3Client.builder()
                .forcePathStyle(settings.pathStyle())
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(Collections.min(List.of(CONNECTION_TIMEOUT, settings.timeout())))
                        .socketTimeout(settings.timeout())
                        .maxConnections(CONNECTIONS))
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint()).region(AwsRegion.besidesAws());
        }
        if (settings.region() != null) {
            builder.region(Region.of(settings.region()));
        }
        if (settings.checksums() != null) {
            String checksums = settings.checksums().replace('-', '_');
            builder.requestChecksumCalculation(RequestChecksumCalculation.fromValue(checksums))
                    .responseChecksumValidation(ResponseChecksumValidation.fromValue(checksums));
        }
        return builder.build();
    }
}
