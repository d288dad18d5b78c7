package io.petty.scheduler.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.petty.scheduler.readiness.Finding.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans that a service sends, or doesn't. */
class TraceChecksTest {
    /** As the fake API's problems name it. */
    private static final byte[] TRACE = HexFormat.of().parseHex("0af7651916cd43dd8448eb211c80319c");

    @TempDir
    private static Path home;

    private static FakeApi api;

    private final SensitiveTexts sensitive = new SensitiveTexts();
    private final Subject subject = new Subject(sensitive, Given.NOTHING);
    private TraceReceiver receiver;

    @BeforeAll
    static void start() throws IOException {
        api = FakeApi.over(home);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        receiver = TraceReceiver.open();
        subject.issuesBy(api.issuer(sensitive));
        subject.answersAt(api.url(), null);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private Finding finding(String id, @Nullable URI collector) throws InterruptedException {
        return finding(id, collector, Duration.ofSeconds(20));
    }

    private Finding finding(String id, @Nullable URI collector, Duration limit) throws InterruptedException {
        Check check = new TraceChecks(subject, receiver::received, collector)
                .all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
        return new CheckRunner(sensitive, finding -> {}, () -> false)
                .run(List.of(check.within(limit)))
                .get(0);
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
    void arriveUnderTheIdOfTheProblem() throws Exception {
        send(TRACE, "http get /v1/collars/{collar}/timeline", true);
        assertThat(finding("traces.request", null).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void areMissedWhenNoneComesOrAnother() throws Exception {
        send(new byte[16], "another", false);
        assertThat(finding("traces.request", null, Duration.ofSeconds(1)).outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void mustNotNameACollar() throws Exception {
        send(TRACE, "/v1/collars/" + FakeApi.FOREIGN + "/timeline", false);
        Finding finding = finding("traces.request", null);
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.evidence()).contains("a span holds: collar");
    }

    @Test
    void areLookedForByAnIdThatTheProblemMustName() throws Exception {
        api.breakBy(FakeApi.Fault.NAMES_NO_TRACE);
        Finding finding = finding("traces.request", null);
        api.breakBy(FakeApi.Fault.NONE);
        assertThat(finding.evidence()).contains("names no trace_id");
    }

    @Test
    void needACollectorThatTakesThem() throws Exception {
        assertThat(finding("traces.collector", null).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(finding("traces.collector", receiver.url()).outcome()).isEqualTo(Outcome.PASS);
        HttpServer wrong = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wrong.start();
        URI url = URI.create("http://127.0.0.1:" + wrong.getAddress().getPort());
        assertThat(finding("traces.collector", url).evidence()).contains("it answers 404");
        wrong.stop(0);
        assertThat(finding("traces.collector", url).outcome()).isEqualTo(Outcome.FAIL);
    }
}
