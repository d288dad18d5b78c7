package io.petty.scheduler.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.Closeable;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.core.Ordered;

/**
 * The trace of a run. The run's span has a child span for each step, and a step's span has one for each partition. Log
 * lines contain the ids of the current span.
 */
public final class RunTraces implements StepExecutionListener, Ordered, Closeable {
    private static final AttributeKey<Long> RUN = AttributeKey.longKey("petty.run");
    private static final String TRACE_ID = "trace_id";
    private static final String SPAN_ID = "span_id";

    private final Duration timeout;
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Span run;
    private final long runId;
    private final Map<String, Span> steps = new ConcurrentHashMap<>();
    private final Map<Long, Span> open = new ConcurrentHashMap<>();

    /** Starts the run's span. */
    public RunTraces(URI endpoint, Duration timeout, long runId, String command) {
        this.timeout = timeout;
        this.runId = runId;
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString().replaceFirst("/$", "") + "/v1/traces")
                .setTimeout(timeout)
                .build();
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "petty"))))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
        this.tracer = provider.get("io.petty");
        this.run = tracer.spanBuilder("run")
                .setNoParent()
                .setAttribute(RUN, runId)
                .setAttribute("petty.command", command)
                .startSpan();
        name(run);
    }

    /** Adds the ids of the span to the log lines of this thread. */
    private static void name(Span span) {
        MDC.put(TRACE_ID, span.getSpanContext().getTraceId());
        MDC.put(SPAN_ID, span.getSpanContext().getSpanId());
    }

    /** Returns an order in which {@link #afterStep} runs after the listeners that may fail a step at its end. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public void beforeStep(StepExecution step) {
        String name = step.getStepName();
        int partition = name.indexOf(':');
        Span parent = partition < 0 ? run : steps.getOrDefault(name.substring(0, partition) + "Partitioned", run);
        Span span = tracer.spanBuilder(name)
                .setParent(Context.root().with(parent))
                .setAttribute(RUN, runId)
                .setAttribute(
                        "petty.job", step.getJobExecution().getJobInstance().getJobName())
                .startSpan();
        String date = MDC.get("date");
        if (date != null) {
            span.setAttribute("petty.date", date);
        }
        open.put(step.getId(), span);
        if (partition < 0) {
            steps.put(name, span);
        }
        name(span);
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        Span span = open.remove(step.getId());
        if (span != null) {
            span.setAttribute("petty.read", step.getReadCount());
            span.setAttribute("petty.written", step.getWriteCount());
            span.setAttribute("petty.status", step.getStatus().name());
            if (step.getStatus().isUnsuccessful()) {
                // Only the type of error, because messages may contain sensitive data.
                span.setStatus(
                        StatusCode.ERROR,
                        step.getFailureExceptions().isEmpty()
                                ? ""
                                : step.getFailureExceptions().get(0).getClass().getName());
            }
            span.end();
            name(run);
        }
        return null;
    }

    /** Sets the outcome of the run's span. */
    public void ended(RunSummary.State state) {
        run.setAttribute("petty.state", state.label());
        if (state != RunSummary.State.COMPLETED) {
            run.setStatus(StatusCode.ERROR, state.label());
        }
    }

    /** Ends the run's span and sends the remaining spans. */
    @Override
    public void close() {
        open.values().forEach(Span::end);
        run.end();
        provider.shutdown().join(timeout.toMillis(), TimeUnit.MILLISECONDS);
        MDC.remove(TRACE_ID);
        MDC.remove(SPAN_ID);
    }
}
