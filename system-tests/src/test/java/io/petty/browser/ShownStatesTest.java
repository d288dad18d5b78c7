package io.petty.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.petty.access.AccessHome;
import io.petty.access.Permission;
import io.petty.cli.workspace.ExitCode;
import io.petty.lake.Deliveries;
import io.petty.lake.database.DatabaseSettings;
import io.petty.lake.database.LakeDatabase;
import io.petty.lake.lease.Lease;
import io.petty.systemtests.PettyHome;
import io.petty.systemtests.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests that the command, the API and the page show the same state and cause of each day. */
class ShownStatesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path SAMPLE = Path.of("..", "sample-data");
    private static final String BLIP = "petty.rules.blip";

    private static final Map<String, String> LIMITS = Map.of(
            // The test must never reach the rate limits.
            "PETTY_API_RATE_LIMITS_ADDRESS_PER_SECOND",
            "1000000",
            "PETTY_API_RATE_LIMITS_ADDRESS_BURST",
            "1000000",
            "PETTY_API_RATE_LIMITS_PRINCIPAL_PER_SECOND",
            "1000000",
            "PETTY_API_RATE_LIMITS_PRINCIPAL_BURST",
            "1000000",
            "PETTY_API_REQUEST_LIMIT",
            "10m");

    private static final String FIRST = "2026-11-17";
    private static final String EARLY = "2026-11-18";
    private static final String LATER = "2026-11-20";
    private static final String NOTHING = "2026-11-22";
    private static final String REJECTED = "2026-11-23";
    private static final String LOST_FILE = "2026-11-24";
    private static final String LAST = "2026-11-25";

    private static final Pattern ROW = Pattern.compile(
            "(?m)^(\\d{4}-\\d\\d-\\d\\d) +\\S+ +([\\d,]+) +([\\d,]+) +([a-z]+) +(\\d+|-) +\\S+(?: +(.*))?$");

    @TempDir
    private static Path folder;

    @RegisterExtension
    private final Visitor visitor = new Visitor();

    private static Path raw;
    private static PettyHome home;
    private static ServiceProcess service;

    private String token;
    private Page page;

    /** A day's state and figures, as shown to a user. */
    private record Shown(String state, String cause, long readings, long rejects, String run) {
        private String text() {
            return cause.isEmpty() ? state : state + ": " + cause;
        }
    }

    @BeforeAll
    static void runAndServe() throws IOException {
        raw = folder.resolve("raw");
        home = new PettyHome(folder.resolve("home"));
        copySample();
        write(REJECTED, "bad.ndjson", lines(REJECTED, "a", 50).replace("60.5", "600"));
        write(LOST_FILE, "good.ndjson", lines(LOST_FILE, "a", 50));
        write(LOST_FILE, "notes.txt", "ignored");
        write(LAST, "good.ndjson", lines(LAST, "a", 50));
        home.attempt("run", "--raw", raw).endsWith(ExitCode.AUDIT);
        service = ServiceProcess.start(home, LIMITS);
    }

    @BeforeEach
    void signIn() {
        EnumSet<Permission> permissions = EnumSet.of(Permission.TIMELINES_READ, Permission.STATUS_READ);
        try (AccessHome access = new AccessHome(home.folder(), DatabaseSettings.EMBEDDED, Clock.systemUTC())) {
            List<String> collars = List.of(Served.BISCUIT);
            token = access.tokens()
                    .issue("operator", collars, permissions)
                    .tokens()
                    .accessToken();
            String code =
                    access.tokens().issueCode("operator", collars, permissions).code();
            page = visitor.open(Look.DESKTOP, service.url() + "/?view=status#code=" + code);
        }
        assertThat(page.locator("h1")).hasText("Status");
    }

    @AfterEach
    void clearSetting() {
        System.clearProperty(BLIP);
    }

    /** Stops the service only after the visitor has left the page. */
    @AfterAll
    static void stopService() {
        service.close();
    }

    @Test
    void statesAreTheSameInTheCommandTheApiAndThePage() throws Exception {
        Map<String, String> days = shown();
        assertThat(days).hasSize(9);
        assertThat(days.get(FIRST)).isEqualTo("fresh");
        assertThat(days.get(NOTHING)).isEqualTo("missing: nothing delivered");
        assertThat(days.get(REJECTED)).startsWith("failed: ");
        assertThat(days.get(LOST_FILE)).startsWith("incomplete: 1 ignored file");

        home.attempt("run", "--feedback", SAMPLE.resolve("feedback")).endsWith(ExitCode.AUDIT);
        assertThat(shown().get(LATER)).isEqualTo("stale: calibration moved");

        write(EARLY, "more.ndjson", lines(EARLY, "more", 50));
        home.command("run", "--date", EARLY);
        assertThat(shown().get(LATER)).isEqualTo("stale: calibration moved, baselines changed");

        System.setProperty(BLIP, "PT6M");
        home.command("run", "--date", EARLY);
        home.command("rerun", "--date", FIRST);
        home.command("rollback", "--date", LATER, "--to", 1);
        days = shown();
        assertThat(days.get(FIRST)).isEqualTo("fresh");
        assertThat(days.get(EARLY)).isEqualTo("stale: rules changed");
        assertThat(days.get(LATER)).startsWith("pinned: pinned to run 1 until the day is rerun, ");

        try (LakeDatabase database = home.open()) {
            try (Lease lease = home.leases(database)
                    .take("run", "process 1", null, () -> {})
                    .orElseThrow()) {
                new Deliveries(database, Clock.systemUTC()).attempt(LocalDate.parse(LAST), lease.run());
                assertThat(shown().get(LAST)).isEqualTo("running");
            }
            // The run ended without recording it, as if it had been killed.
            assertThat(shown().get(LAST)).isEqualTo("failed: the run was cut off");
            assertThat(status().get("runs").get(0).get("state").stringValue()).isEqualTo("failed");
        }
    }

    /** Returns the state of each day in the command, the API and the page. */
    private SortedMap<String, String> shown() throws IOException, InterruptedException {
        SortedMap<String, Shown> command = new TreeMap<>();
        ROW.matcher(home.command("status", "--from", FIRST, "--to", LAST))
                .results()
                .forEach(row -> command.put(row.group(1), shown(row)));
        SortedMap<String, Shown> api = new TreeMap<>();
        status().get("days").forEach(day -> api.put(day.get("day").stringValue(), shown(day)));
        assertThat(api).isEqualTo(command);

        page.navigate(service.url() + "/?view=status");
        command.forEach((day, shown) -> {
            page.locator("[data-day='%s'][data-state='%s']".formatted(day, shown.state()))
                    .click();
            assertThat(page.getByTestId("status-day")).containsText(" " + shown.state() + ":");
            assertThat(page.getByTestId("status-day"))
                    .containsText(shown.state().equals("missing") ? "nothing ingested" : shown.cause());
        });
        SortedMap<String, String> texts = new TreeMap<>();
        command.forEach((day, shown) -> texts.put(day, shown.text()));
        return texts;
    }

    private static Shown shown(MatchResult row) {
        return new Shown(
                row.group(4),
                row.group(6) == null ? "" : row.group(6),
                Long.parseLong(row.group(2).replace(",", "")),
                Long.parseLong(row.group(3).replace(",", "")),
                row.group(5));
    }

    private static Shown shown(JsonNode day) {
        return new Shown(
                day.get("state").stringValue(),
                // Only the command lists the raw files, so only it can tell that nothing was delivered.
                day.get("why").stringValue().replace("nothing ingested", "nothing delivered"),
                day.get("readings").longValue(),
                day.get("rejects").longValue(),
                day.get("run").isNull() ? "-" : day.get("run").asString());
    }

    private JsonNode status() throws IOException, InterruptedException {
        return JSON.readTree(service.get("/v1/status?from=%s&to=%s".formatted(FIRST, LAST), token)
                .body());
    }

    private static void copySample() throws IOException {
        Path sample = SAMPLE.resolve("raw");
        try (Stream<Path> paths = Files.walk(sample)) {
            for (Path path : paths.filter(path -> path.toString().contains("dt=2026") && Files.isRegularFile(path))
                    .toList()) {
                Path copy = raw.resolve(sample.relativize(path));
                Files.createDirectories(copy.getParent());
                Files.copy(path, copy);
            }
        }
    }

    private static void write(String day, String file, String text) throws IOException {
        Path path = raw.resolve("dt=" + day).resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String lines(String day, String collar, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        "{\"collar_id\":\"%s\",\"timestamp\":\"%sT10:%%02d:00Z\",\"heart_rate\":60.5,\"activity_level\":0}%n"
                                        .formatted(collar, day)::formatted)
                .reduce("", String::concat);
    }
}
