package io.petty.readiness;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request leaves a trace under the id that its client is told, and nobody's data in it. */
final class TraceChecks {
    private static final int OK = 200;
    private static final int HEX_DIGITS = 32;

    private final Subject subject;
    private final @Nullable Supplier<List<String>> received;
    private final @Nullable URI collector;
    private final TimeLimit arrival;

    /**
     * @param received what the service sent to the receiver that it was started with, a byte a character; null for one that
     *     was started by others
     * @param collector that the settings name; null for none
     * @param arrival how long a span may take to arrive after the answer
     */
    TraceChecks(
            Subject subject, @Nullable Supplier<List<String>> received, @Nullable URI collector, TimeLimit arrival) {
        this.subject = subject;
        this.received = received;
        this.collector = collector;
        this.arrival = arrival;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "traces.request",
                        "A request's trace arrives under the id that its problem names",
                        "starts the service with a receiver of OTLP on this machine, asks for a foreign collar, and waits for the span",
                        "Look at petty.traces.endpoint and management.opentelemetry.tracing in the service.",
                        this::arrives),
                new Check(
                        "traces.collector",
                        "The collector that the settings name takes traces",
                        "sends it an empty batch by OTLP over HTTP",
                        "Start the collector, or mend petty.traces.endpoint: it is an address without a path.",
                        this::collectorAnswers));
    }

    private Result arrives() throws Exception {
        if (received == null) {
            throw new UnmetException("traces of a deployed service go to its own collector: look for a trace_id there");
        }
        Subject.Collars collars = subject.collars();
        ApiAnswer refused = subject.api().getWithToken(collars.timeline(collars.foreign()), subject.token());
        String trace = refused.text("trace_id");
        if (!trace.matches("[0-9a-f]{%d}".formatted(HEX_DIGITS))) {
            return new Result.Fail("the problem names no trace_id of 32 hex digits");
        }
        String id = new String(HexFormat.of().parseHex(trace), StandardCharsets.ISO_8859_1);
        boolean arrived = arrival.await(
                () -> received.get().stream().anyMatch(batch -> batch.contains(id) || batch.contains(trace)));
        if (!arrived) {
            return new Result.Fail("no span with the problem's trace_id arrived within %d s"
                    .formatted(arrival.length().toSeconds()));
        }
        List<String> sent = received.get();
        Evidence evidence = new Evidence();
        sent.forEach(
                batch -> subject.sensitive().foundIn(batch).ifPresent(kind -> evidence.wrong("a span holds: " + kind)));
        evidence.saw("it arrived, in one of %d batches".formatted(sent.size()));
        return evidence.result();
    }

    private Result collectorAnswers() throws Exception {
        if (collector == null) {
            throw new UnmetException(
                    received == null
                            ? "the settings of a deployed installation aren't seen from outside"
                            : "petty.traces.endpoint isn't set: traces are sent nowhere");
        }
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(collector.toString().replaceFirst("/$", "") + "/v1/traces"))
                                .header("Content-Type", "application/x-protobuf")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        return new Evidence()
                .expect(
                        answer.statusCode() == OK,
                        "it took an empty batch",
                        "it answers %d to an empty batch".formatted(answer.statusCode()))
                .result();
    }
}
