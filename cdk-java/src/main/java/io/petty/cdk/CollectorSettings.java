package io.petty.cdk;

/**
 * The configuration of the collector next to a program. It receives OTLP at the task's own address and forwards it to
 * X-Ray.
 */
final class CollectorSettings {
    /** See {@code petty.traces.endpoint}. */
    static final String ENDPOINT = "http://127.0.0.1:4318";

    private CollectorSettings() {}

    static String traces(String region) {
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
                  batch:
                    timeout: 5s
                exporters:
                  awsxray:
                    region: %s
                service:
                  pipelines:
                    traces:
                      receivers: [otlp]
                      processors: [memory_limiter, batch]
                      exporters: [awsxray]
                """.formatted(region);
    }
}
