package io.petty.benchmark;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Reads all objects below a prefix with parallel GETs and discards them. The baseline for reading feedback from S3. */
final class BareLoop {
    static final int PARALLEL = 32;

    private BareLoop() {}

    /**
     * Prints how many seconds the GETs took, excluding the listing.
     *
     * @param arguments bucket and prefix
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> environment = System.getenv();
        try (S3Client client = S3Client.builder()
                .endpointOverride(URI.create(Objects.requireNonNull(environment.get("PETTY_S3_ENDPOINT"))))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(PARALLEL))
                .build()) {
            String bucket = arguments[0];
            List<String> keys = client
                    .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(arguments[1] + "/"))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
            ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
            long start = System.nanoTime();
            List<Future<Integer>> lengths = new ArrayList<>();
            for (String key : keys) {
                lengths.add(threads.submit(() -> client.getObjectAsBytes(
                                request -> request.bucket(bucket).key(key))
                        .asByteArrayUnsafe()
                        .length));
            }
            for (Future<Integer> length : lengths) {
                length.get();
            }
            System.out.println((System.nanoTime() - start) / 1e9);
            threads.shutdown();
        }
    }
}
