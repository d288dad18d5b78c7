package io.petty.readiness;

import static io.petty.readiness.UnmetException.required;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a request leaves a trace, that the trace has the id that the answer names, and that it has no customer
 * data.
 */
final class TraceChecks {
    private static final int OK = 200;

    private final Subject subject;
    private final @Nullable Supplier<List<String>> received;
    private final TimeLimit arrival;

    /**
     * @param received the batches that the service sent to the checks' receiver, one character per byte; null if the
     *     service is deployed elsewhere
     * @param arrival how long a span may take to arrive after the answer
     */
    TraceChecks(Subject subject, @Nullable Supplier<List<String>> received, TimeLimit arrival) {
        this.subject = subject;
        this.received = received;
        this.arrival = arrival;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "traces.request",
                        "The trace of a refused request arrives with the problem's trace_id",
                        "starts the service with an OTLP receiver on this machine, requests a foreign collar, and waits for the span",
                        "Check petty.traces.endpoint and management.opentelemetry.tracing in the service.",
                        this::arrives),
                new Check(
                        "traces.collector",
                        "The collector in the settings accepts traces",
                        "sends it an empty batch with OTLP over HTTP",
                        "Start the collector, or correct petty.traces.endpoint, which must be an address without a path.",
                        this::collectorAnswers));
    }

    private void arrives(Evidence evidence) throws Exception {
        Supplier<List<String>> batches =
                required(received, "traces of a deployed service go to its own collector: look for a trace_id there");
        Subject.Collars collars = subject.collars();
        ApiAnswer refused = subject.api().getWithToken(collars.timeline(collars.foreign()), subject.token());
        String trace = refused.text("trace_id");
        if (!trace.matches("[0-9a-f]{32}")) {
            evidence.wrong("the problem has no trace_id of 32 hex digits");
            return;
        }
        String id = new String(HexFormat.of().parseHex(trace), StandardCharsets.ISO_8859_1);
        evidence.expect(
                arrival.await(
                        () -> batches.get().stream().anyMatch(batch -> batch.contains(id) || batch.contains(trace))),
                "it arrived",
                "no span with the problem's trace_id arrived within %d s"
                        .formatted(arrival.length().toSeconds()));
        List<String> sent = batches.get();
        sent.forEach(batch ->
                subject.sensitive().foundIn(batch).ifPresent(kind -> evidence.wrong("a span contains: " + kind)));
        evidence.saw("%d batches were received".formatted(sent.size()));
    }

    private void collectorAnswers(Evidence evidence) throws Exception {
        URI collector = required(
                subject.installation().traces().endpoint(),
                "petty.traces.endpoint isn't set: traces aren't sent anywhere");
        ApiAnswer answer = new ApiClient(collector).post("/v1/traces", "application/x-protobuf", "");
        evidence.expect(OK, answer, "it accepted an empty batch");
    }
}
