package io.petty.cdk;

/**
 * The configuration of the collector next to a program. It receives OTLP at the task's own address and forwards it to
 * X-Ray.
 */
final class CollectorSettings {
    /** See {@code petty.traces.endpoint}. */
    static final String ENDPOINT = "http://127.0.0.1:4318";

    /** The dimension of the API's metrics. */
    static final String DIMENSION = "service";

    static final String API = "petty-api";

    /**
     * The only metric of the API that is sent to CloudWatch. Sending all metrics by route would cost more than the API
     * itself.
     */
    static final String FRESHNESS = "petty_freshness_seconds";

    private static final String RECEIVER = """
            receivers:
              otlp:
                protocols:
                  http:
                    endpoint: 127.0.0.1:4318
            """;

    private static final String TRACES = """
            processors:
              memory_limiter:
                check_interval: 1s
                limit_mib: 384
              batch:
                timeout: 5s
            exporters:
              awsxray:
                region: %s
            """;

    private static final String TRACE_PIPELINE = """
            service:
              pipelines:
                traces:
                  receivers: [otlp]
                  processors: [memory_limiter, batch]
                  exporters: [awsxray]
            """;

    private CollectorSettings() {}

    static String traces(String region) {
        return RECEIVER + TRACES.formatted(region) + TRACE_PIPELINE;
    }

    /**
     * Returns the configuration for traces and for the API's Prometheus metrics, which are logged in CloudWatch's
     * embedded metric format.
     */
    static String tracesAndFigures(String region, String logGroup, String namespace) {
        return RECEIVER
                + """
                  prometheus:
                    config:
                      scrape_configs:
                        - job_name: %s
                          scrape_interval: 60s
                          metrics_path: /actuator/prometheus
                          static_configs:
                            - targets: ["127.0.0.1:%d"]
                              labels:
                                %s: %s
                          metric_relabel_configs:
                            - source_labels: [__name__]
                              regex: %s
                              action: keep
                """.formatted(API, NetworkStack.MANAGEMENT_PORT, DIMENSION, API, FRESHNESS)
                + TRACES.formatted(region)
                + """
                  awsemf:
                    region: %s
                    namespace: %s
                    log_group_name: %s
                    log_stream_name: "{TaskId}"
                    dimension_rollup_option: NoDimensionRollup
                    metric_declarations:
                      - dimensions: [[%s]]
                        metric_name_selectors: ["^%s$"]
                """.formatted(region, namespace, logGroup, DIMENSION, FRESHNESS)
                + TRACE_PIPELINE
                + """
                    metrics:
                      receivers: [prometheus]
                      processors: [memory_limiter]
                      exporters: [awsemf]
                """;
    }
}
