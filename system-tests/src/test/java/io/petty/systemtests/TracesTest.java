package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.petty.cli.workspace.ExitCode;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the traces that a collector receives by OTLP over HTTP. */
class TracesTest {
    @TempDir
    private static Path folder;

    private static Path raw;

    @BeforeAll
    static void generate() {
        raw = folder.resolve("raw");
        CommandRun.of(("generate --out %s --date 2026-11-20 --collars 2 --still-cadence PT3M --active-cadence PT1M"
                                + " --files-per-day 1")
                        .formatted(raw)
                        .split(" "))
                .endsWith(ExitCode.DONE);
    }

    @Test
    void tracesTheRunItsStepsAndTheirPartitions() throws Exception {
        List<Span> spans = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            try (exchange;
                    InputStream body =
                            "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                                    ? new GZIPInputStream(exchange.getRequestBody())
                                    : exchange.getRequestBody()) {
                ExportTraceServiceRequest.parseFrom(body)
                        .getResourceSpansList()
                        .forEach(resource ->
                                resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        collector.start();
        PettyHome home = new PettyHome(folder.resolve("home"));
        System.setProperty(
                "petty.traces.endpoint",
                "http://127.0.0.1:" + collector.getAddress().getPort());
        System.setProperty("petty.traces.timeout", "2m");
        try {
            home.command("run", "--raw", raw);
        } finally {
            System.clearProperty("petty.traces.endpoint");
            System.clearProperty("petty.traces.timeout");
            collector.stop(0);
        }

        Map<Object, Span> byId = new HashMap<>();
        spans.forEach(span -> byId.put(span.getSpanId(), span));
        assertThat(spans).extracting(Span::getTraceId).containsOnly(spans.get(0).getTraceId());
        assertThat(spans)
                .extracting(span -> parent(byId, span) + "/" + span.getName())
                .contains(
                        "/run",
                        "run/rawFilesPartitioned",
                        "rawFilesPartitioned/rawFiles:0000",
                        "run/ingestAudit",
                        "run/timelinesPartitioned",
                        "timelinesPartitioned/timelines:0000",
                        "run/timelinePublication")
                .doesNotHaveDuplicates();
        assertThat(spans)
                .filteredOn(span -> span.getName().equals("timelinesPartitioned"))
                .allSatisfy(span -> assertThat(span.getAttributesList())
                        .anyMatch(attribute -> attribute.getKey().equals("petty.date")
                                && attribute.getValue().getStringValue().contains("2026-11-20")));
    }

    @Test
    void anUnreachableCollectorDoesNotAffectTheRun() {
        System.setProperty("petty.traces.endpoint", "http://127.0.0.1:1");
        System.setProperty("petty.traces.timeout", "1s");
        try {
            new PettyHome(folder.resolve("unanswered")).command("run", "--raw", raw);
        } finally {
            System.clearProperty("petty.traces.endpoint");
            System.clearProperty("petty.traces.timeout");
        }
    }

    @Test
    void rejectsAnInvalidEndpoint() {
        System.setProperty("petty.traces.endpoint", "collector");
        try {
            assertThat(new PettyHome(folder.resolve("home"))
                            .attempt("run")
                            .endsWith(ExitCode.WRONG_USE)
                            .err())
                    .contains("petty.traces.endpoint must be an http or https address");
        } finally {
            System.clearProperty("petty.traces.endpoint");
        }
    }

    private static String parent(Map<Object, Span> byId, Span span) {
        Span parent = byId.get(span.getParentSpanId());
        return parent == null ? "" : parent.getName();
    }
}
