package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import io.petty.lake.database.LakeDatabase;
import io.petty.storage.S3ProxyServer;
import io.petty.storage.Storage;
import io.petty.storage.StorageLocation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.iceberg.io.FileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counts the requests to S3 and the database statements of a run. Unlike times, these counts are the same on every
 * machine. Each limit is about a tenth above the measured value: raise it only for a good reason.
 */
class RunCostTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 17);
    private static final String RAW = "s3://collars/raw";

    @TempDir
    private Path folder;

    private RawFolder raw;

    @BeforeEach
    void generate() throws IOException {
        raw = new RawFolder(folder.resolve("raw"));
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofSeconds(300), Duration.ofSeconds(60))
                .withFiles(FileFormat.GZIP, 4);
        new Generator(settings).generate(raw.folder(), DAY, 1, 20, 5, null, (file, soFar) -> {});
    }

    @AfterEach
    void forgetSettings() {
        System.clearProperty("petty.s3.endpoint");
        System.clearProperty("petty.s3.path-style");
        System.clearProperty("petty.s3.region");
    }

    @Test
    void runsSendFewRequestsToS3() throws Exception {
        Queue<String> requests = new ConcurrentLinkedQueue<>();
        try (S3ProxyServer server = S3ProxyServer.start(Files.createDirectory(folder.resolve("s3")));
                MisbehavingProxy recorder = new MisbehavingProxy(server.endpoint(), request -> {
                    requests.add(request);
                    return MisbehavingProxy.Fault.NONE;
                })) {
            server.createBucket("collars");
            server.createBucket("tables");
            upload(server);
            System.setProperty("petty.s3.endpoint", recorder.endpoint().toString());
            System.setProperty("petty.s3.path-style", "true");
            System.setProperty("petty.s3.region", "eu-central-1");
            PettyHome home = new PettyHome(folder.resolve("home"));

            home.command("run", "--raw", RAW, "--lake", "s3://tables/petty");
            Map<String, Long> ofRun = byMethod(requests);
            requests.clear();
            home.command("run");
            Map<String, Long> ofFreshRun = byMethod(requests);

            assertThat(ofRun).containsOnlyKeys("GET", "HEAD", "PUT");
            assertThat(ofRun.get("GET")).isLessThan(176);
            assertThat(ofRun.get("HEAD")).isLessThan(74);
            assertThat(ofRun.get("PUT")).isLessThan(62);
            assertThat(ofFreshRun).containsOnlyKeys("GET", "HEAD");
            assertThat(ofFreshRun.get("GET")).isLessThan(57);
            assertThat(ofFreshRun.get("HEAD")).isLessThan(14);
        }
    }

    @Test
    void runsExecuteFewDatabaseStatements() throws Exception {
        PettyHome home = new PettyHome(folder.resolve("home"));
        try (LakeDatabase open = home.open();
                Connection administrator = administrator(home, open)) {
            recordStatements(administrator);
            home.command("run", "--raw", raw.folder());
            long ofRun = statements(administrator);
            recordStatements(administrator);
            home.command("run");
            long ofFreshRun = statements(administrator);

            assertThat(ofRun).isPositive().isLessThan(715);
            assertThat(ofFreshRun).isPositive().isLessThan(48);
        }
    }

    private void upload(S3ProxyServer server) throws IOException {
        try (FileIO bucket = Storage.tableFiles(StorageLocation.parse(RAW), server.settings())) {
            for (Path file : raw.files()) {
                try (OutputStream out =
                        bucket.newOutputFile(RAW + "/" + raw.key(file)).createOrOverwrite()) {
                    Files.copy(file, out);
                }
            }
        }
    }

    private static Map<String, Long> byMethod(Queue<String> requests) {
        return requests.stream()
                .collect(Collectors.groupingBy(
                        request -> request.substring(0, request.indexOf(' ')), TreeMap::new, Collectors.counting()));
    }

    private static Connection administrator(PettyHome home, LakeDatabase database) throws IOException, SQLException {
        String password = Files.readString(home.folder().resolve("database.password"));
        return DriverManager.getConnection(database.url(), "", password);
    }

    /** Discards earlier statistics and starts to count statements. */
    private static void recordStatements(Connection administrator) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("set query_statistics false");
            statement.execute("set query_statistics true");
            statement.execute("set query_statistics_max_entries 10000");
        }
    }

    /** Leaves out heartbeats, whose number depends on how long a run takes. */
    private static long statements(Connection administrator) throws SQLException {
        try (Statement statement = administrator.createStatement();
                ResultSet sum =
                        statement.executeQuery("select sum(execution_count) from information_schema.query_statistics"
                                + " where sql_statement not like 'update leases set heartbeat_at%'")) {
            sum.next();
            return sum.getLong(1);
        }
    }
}
