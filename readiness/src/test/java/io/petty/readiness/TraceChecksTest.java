package io.petty.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.petty.readiness.Finding.Outcome;
import io.petty.settings.TraceSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the checks of traces with spans that a service sends or fails to send. */
@ExtendWith(SharedFakeApi.class)
class TraceChecksTest {
    /** The trace id in the fake API's problems. */
    private static final byte[] TRACE = HexFormat.of().parseHex("0af7651916cd43dd8448eb211c80319c");

    private final FakeApi api;
    private final SensitiveTexts sensitive = new SensitiveTexts();
    private TraceReceiver receiver;

    TraceChecksTest(FakeApi api) {
        this.api = api;
    }

    @BeforeEach
    void prepare() throws IOException {
        receiver = new TraceReceiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private Finding finding(String id, @Nullable URI collector) throws InterruptedException {
        Installation installation =
                api.installation(null, new TraceSettings(collector, Duration.ofSeconds(5)), FakeApi.NO_NIGHTS);
        Subject subject = api.subject(sensitive, installation, false);
        return CheckRuns.finding(
                id, sensitive, new TraceChecks(subject, receiver::received, CheckRuns.threeLooks()).all());
    }

    private void send(byte[] trace, String name, boolean zipped) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(trace);
        body.write(name.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        if (zipped) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(sent)) {
                gzip.write(body.toByteArray());
            }
        } else {
            sent.write(body.toByteArray());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(receiver.url() + "/v1/traces"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(sent.toByteArray()));
        if (zipped) {
            request.header("Content-Encoding", "gzip");
        }
        assertThat(HttpClient.newHttpClient()
                        .send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void passIfASpanHasTheIdInTheProblem() throws Exception {
        send(TRACE, "http get /v1/collars/{collar}/timeline", true);
        assertThat(finding("traces.request", null).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void failIfNoSpanOrADifferentOneArrives() throws Exception {
        send(new byte[16], "another", false);
        Finding finding = finding("traces.request", null);
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.evidence()).isEqualTo("no span with the problem's trace_id arrived within 60 s");
    }

    @Test
    void failOnASpanThatNamesACollar() throws Exception {
        send(TRACE, "/v1/collars/" + FakeApi.FOREIGN + "/timeline", false);
        Finding finding = finding("traces.request", null);
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.evidence()).contains("a span contains: collar");
    }

    @Test
    void failWithoutAnIdInTheProblem() throws Exception {
        api.breakBy(FakeApi.Fault.NAMES_NO_TRACE);
        assertThat(finding("traces.request", null).evidence()).contains("has no trace_id");
    }

    @Test
    void failIfTheCollectorDoesNotAcceptTraces() throws Exception {
        assertThat(finding("traces.collector", null).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(finding("traces.collector", receiver.url()).outcome()).isEqualTo(Outcome.PASS);
        HttpServer wrong = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wrong.start();
        URI url = URI.create("http://127.0.0.1:" + wrong.getAddress().getPort());
        assertThat(finding("traces.collector", url).evidence()).contains("got 404");
        wrong.stop(0);
        assertThat(finding("traces.collector", url).outcome()).isEqualTo(Outcome.FAIL);
    }
}
