package io.petty.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.settings.TraceSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests starting and stopping the API with scripts that replace it. */
@ExtendWith(SharedFakeApi.class)
class LocalServiceTest {
    private static final String ANNOUNCED =
            "echo \"Petty serves home $2 at http://127.0.0.1:81\"; echo \"Health and metrics are at http://127.0.0.1:82\";";

    private final FakeApi api;
    private TraceReceiver traces;

    LocalServiceTest(FakeApi api) {
        this.api = api;
    }

    @BeforeEach
    void receive() throws IOException {
        traces = new TraceReceiver();
    }

    @AfterEach
    void endReceiving() {
        System.clearProperty("petty.api.refresh");
        traces.close();
    }

    private LocalService service(String script) {
        Installation installation = api.installation("s3://bucket/lake", TraceSettings.OFF, FakeApi.NO_NIGHTS);
        // The shell passes the API's options to the script.
        return new LocalService(List.of("/bin/sh", "-c", script, "api"), installation, traces);
    }

    @Test
    void startsWithTheInstallationsSettingsExceptThoseThatTheChecksNeed() throws Exception {
        System.setProperty("petty.api.refresh", "2s");
        try (LocalService service =
                service("echo \"$@\"; env | grep -E 'PETTY|MARKER' | sort; " + ANNOUNCED + " exec sleep 3600")) {
            LocalService.Addresses addresses = service.start();

            assertThat(addresses.url()).isEqualTo(URI.create("http://127.0.0.1:81"));
            assertThat(addresses.management()).isEqualTo(URI.create("http://127.0.0.1:82"));
            assertThat(service.lines())
                    .contains(
                            "--home %s --address 127.0.0.1 --port 0 --management-port 0".formatted(api.home()),
                            "PETTY_API_REFRESH=2s",
                            "PETTY_LAKE=s3://bucket/lake",
                            "PETTY_LOG_FORMAT=json",
                            "PETTY_LOG_LEVEL=TRACE",
                            "PETTY_TRACES_ENDPOINT=" + traces.url(),
                            "READINESS_MARKER=a marker");
        }
    }

    @Test
    void failsWithItsOutputIfItExitsBeforeItServes() {
        try (LocalService service = service("echo 'petty: port 8080 is taken' >&2; exit 2")) {
            assertThatThrownBy(service::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("exited with code 2")
                    .hasMessageContaining("petty: port 8080 is taken");
        }
    }

    @Test
    void isStoppedEvenIfItNeverServed() throws Exception {
        LocalService service = service("echo $$; exec sleep 3600");
        Check check = new Check("service.answers", "It answers", "starts it", "Fix it.", evidence -> service.start());
        // The time limit is exceeded as soon as the process has written its line.
        TimeLimit limit =
                new TimeLimit(Duration.ofNanos(1), () -> service.lines().size());

        Finding finding = new CheckRunner(text -> text, told -> {}, () -> false, limit)
                .run(List.of(check))
                .get(0);

        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.TIMED_OUT);
        assertThat(service.lines()).hasSize(1);
        service.close();
        assertThat(ProcessHandle.of(Long.parseLong(service.lines().get(0))).filter(ProcessHandle::isAlive))
                .isEmpty();
    }
}
