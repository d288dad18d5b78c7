package io.petty.compose;

import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import io.petty.storage.S3ProxyServer;
import io.petty.storage.S3Settings;
import io.petty.storage.Storage;
import io.petty.storage.StorageLocation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;

/**
 * Raw files of yesterday in the store, with rejects.
 *
 * @param day the day, in UTC
 * @param collar the collar
 */
record Delivery(LocalDate day, String collar) {
    private static final String RAW = "s3://petty/raw/";

    /** Generates files in a folder and puts them into the store, with its key. */
    static Delivery upload(Deployment deployment, Path folder) throws IOException {
        Delivery delivery = new Delivery(LocalDate.now(ZoneOffset.UTC).minusDays(1), "LUNA-01");
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofMinutes(4), Duration.ofMinutes(1))
                .withShares(0, 0, 0.01)
                .withFiles(FileFormat.GZIP, 1)
                .withNames(List.of("LUNA"));
        new Generator(settings).generate(folder, delivery.day(), 1, 1, 5, null, (file, soFar) -> {});
        Map.Entry<String, String> key = deployment.storeKey();
        S3ProxyServer.useCredentials(key.getKey(), key.getValue());
        S3Settings store = new S3Settings(deployment.store(), null, true, Duration.ofMinutes(2), null);
        try (FileIO bucket = Storage.tableFiles(StorageLocation.parse(RAW), store);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try (OutputStream out =
                        bucket.newOutputFile(RAW + folder.relativize(file)).createOrOverwrite()) {
                    Files.copy(file, out);
                }
            }
        }
        return delivery;
    }
}
