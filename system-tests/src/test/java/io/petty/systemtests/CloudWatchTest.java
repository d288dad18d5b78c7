package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.petty.cli.workspace.ExitCode;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the metrics that CloudWatch receives, in the protocol of the AWS SDK. */
class CloudWatchTest {
    private static final byte[] EMPTY_MAP = {(byte) 0xA0};

    private static final List<String> SETTINGS = List.of(
            "petty.metrics.cloudwatch",
            "aws.endpointUrlCloudWatch",
            "aws.region",
            "aws.accessKeyId",
            "aws.secretAccessKey");

    @TempDir
    private Path folder;

    @AfterEach
    void clearSettings() {
        SETTINGS.forEach(System::clearProperty);
    }

    @Test
    void sendsMetricsAtTheEndOfARun() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        List<String> authorizations = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
                    body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
                }
                // CBOR contains strings as plain text.
                requests.add(exchange.getRequestURI() + " " + new String(body, StandardCharsets.ISO_8859_1));
                authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
                exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
                exchange.getResponseHeaders().set("Content-Type", "application/cbor");
                exchange.sendResponseHeaders(200, EMPTY_MAP.length);
                exchange.getResponseBody().write(EMPTY_MAP);
            }
        });
        server.start();
        Path raw = folder.resolve("raw");
        CommandRun.of(("generate --out %s --date 2026-11-20 --collars 2 --still-cadence PT3M --active-cadence PT1M"
                                + " --files-per-day 1")
                        .formatted(raw)
                        .split(" "))
                .endsWith(ExitCode.DONE);
        System.setProperty("petty.metrics.cloudwatch", "Petty/Test");
        System.setProperty(
                "aws.endpointUrlCloudWatch",
                "http://127.0.0.1:" + server.getAddress().getPort());
        System.setProperty("aws.region", "eu-central-1");
        System.setProperty("aws.accessKeyId", "some-key");
        System.setProperty("aws.secretAccessKey", "some-secret");
        try {
            new PettyHome(folder.resolve("home")).command("run", "--raw", raw);
        } finally {
            server.stop(0);
        }

        assertThat(requests).isNotEmpty().allMatch(request -> request.contains("PutMetricData"));
        assertThat(String.join(" ", requests))
                .contains("Petty/Test", "petty.run", "petty.readings", "petty.events", "Deep Sleep", "petty.step");
        assertThat(authorizations).allMatch(header -> header.contains("eu-central-1/monitoring"));
    }

    @Test
    void rejectsAnInvalidNamespace() {
        System.setProperty("petty.metrics.cloudwatch", "AWS/Petty");
        assertThat(new PettyHome(folder.resolve("home"))
                        .attempt("run")
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .contains("petty.metrics.cloudwatch must be a namespace");
    }
}
