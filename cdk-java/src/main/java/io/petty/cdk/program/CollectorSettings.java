package io.petty.cdk.program;

/**
 * The configuration of the collector next to a program. It receives OTLP at the task's own address and forwards it to
 * X-Ray.
 */
final class CollectorSettings {
    /** See {@code petty.traces.endpoint}. */
    static final String ENDPOINT = "http://127.0.0.1:4318";

    /** The percentage that sends every trace. */
    static final double ALL_TRACES = 100;

    private CollectorSettings() {}

    /**
     * Returns the configuration for a percentage of traces. The collector chooses them, not the program: a client that
     * sends the header {@code traceparent} could make the program choose its requests.
     */
    static String traces(String region, double percentage) {
        return """
                receivers:
                  otlp:
                    protocols:
                      http:
                        endpoint: 127.0.0.1:4318
                processors:
                  memory_limiter:
                    check_interval: 1s
                    limit_mib: 384
                  probabilistic_sampler:
                    sampling_percentage: %s
                  batch:
                    timeout: 5s
                exporters:
                  awsxray:
                    region: %s
                service:
                  pipelines:
                    traces:
                      receivers: [otlp]
                      processors: [memory_limiter, probabilistic_sampler, batch]
                      exporters: [awsxray]
                """.formatted(percentage, region);
    }
}
