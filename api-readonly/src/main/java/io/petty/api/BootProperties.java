package io.petty.api;

import io.petty.api.settings.ApiSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** What Spring Boot is told of our settings, and how it is to behave. */
final class BootProperties {
    private BootProperties() {}

    static Map<String, Object> of(ServeSettings settings) {
        ApiSettings api = settings.api();
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("spring.application.name", "petty-api");
        // Ours are loaded already; what lies beside them with another name isn't meant for us.
        properties.put("spring.config.name", "petty-api-boot");
        properties.put("spring.main.log-startup-info", "false");
        // The log of commands has no colors either. Boot would have some on any terminal, whatever TERM and NO_COLOR
        // say.
        properties.put("spring.output.ansi.enabled", "never");
        properties.put("server.address", api.address());
        properties.put("server.port", api.port());
        properties.put("spring.lifecycle.timeout-per-shutdown-phase", "10s");
        // What the page is made of; answers in JSON are compressed under tags of their own.
        properties.put("server.compression.enabled", "true");
        properties.put("server.compression.mime-types", "text/html,text/css,text/javascript,image/svg+xml");
        properties.put("server.max-http-request-header-size", "16KB");
        properties.put("server.tomcat.connection-timeout", "10s");
        properties.put("server.tomcat.keep-alive-timeout", "60s");
        properties.put("server.tomcat.max-keep-alive-requests", "-1");
        properties.put("server.tomcat.max-swallow-size", "0");
        properties.put("server.tomcat.max-connections", "4096");
        // Connections that wait to be accepted. Beyond it the operating system ignores new ones, who try again a second
        // later.
        properties.put("server.tomcat.accept-count", "1024");
        // How often it is looked for requests that take too long.
        properties.put("server.tomcat.background-processor-delay", "1s");
        // An absolute address would be made of the header Host, which is the client's to choose.
        properties.put("server.tomcat.use-relative-redirects", "true");
        properties.put("server.tomcat.threads.max", api.threads());
        properties.put("server.tomcat.threads.min-spare", Math.min(8, api.threads()));
        if (api.trustedProxies() != null) {
            properties.put("server.forward-headers-strategy", "native");
            // Some proxies write the address before them with its port. After an IPv6 address a port could be a part of
            // it.
            properties.put(
                    "server.tomcat.remoteip.internal-proxies",
                    "(?:%s)(?:(?<=^[0-9.]{7,15}):[0-9]{1,5})?".formatted(api.trustedProxies()));
        } else {
            properties.put("server.forward-headers-strategy", "none");
        }
        // The members of problems in the order of RFC 9457.
        properties.put("spring.jackson.mapper.sort-properties-alphabetically", "false");
        properties.put("spring.servlet.multipart.enabled", "false");
        properties.put("spring.web.resources.add-mappings", "false");
        properties.put("management.server.address", api.managementAddress());
        properties.put("management.server.port", api.managementPort());
        properties.put("management.endpoints.web.exposure.include", "health,prometheus");
        properties.put("management.endpoints.access.default", "read-only");
        properties.put("management.endpoint.health.group.readiness.include", "readinessState,database");
        properties.put("management.metrics.distribution.percentiles-histogram.http.server.requests", "true");
        properties.put("management.metrics.distribution.minimum-expected-value.http.server.requests", "1ms");
        properties.put("management.metrics.distribution.maximum-expected-value.http.server.requests", "5s");
        URI traces = settings.traces().endpoint();
        properties.put("management.tracing.export.enabled", traces != null);
        properties.put("management.tracing.sampling.probability", traces == null ? "0.0" : "1.0");
        if (traces != null) {
            properties.put(
                    "management.opentelemetry.tracing.export.otlp.endpoint",
                    traces.toString().replaceFirst("/$", "") + "/v1/traces");
            properties.put(
                    "management.opentelemetry.tracing.export.otlp.timeout",
                    settings.traces().timeout().toMillis() + "ms");
        }
        // So that the id in a problem's body leads to the lines on it, also where traces are sent nowhere.
        properties.put("logging.pattern.correlation", "[%X{traceId:-}] ");
        if (settings.log().isJson()) {
            properties.put("logging.structured.format.console", "ecs");
            properties.put("logging.structured.ecs.service.name", "petty-api");
        }
        // Other libraries' details may be what a log must not hold.
        properties.put("logging.level.root", "WARN");
        properties.put(
                "logging.level.io.petty",
                settings.log().level().isEmpty() ? "INFO" : settings.log().level());
        properties.put("logging.level.petty.audit", "INFO");
        // They warn of what is wrong with a request, as often as a client likes.
        properties.put("logging.level.org.springframework.web", "ERROR");
        properties.put("logging.level.org.springframework.boot.webmvc", "ERROR");
        properties.put("logging.level.org.apache.iceberg.aws.s3.S3FileIO", "ERROR");
        properties.put("logging.level.org.springframework.boot.SpringApplication", "OFF");
        properties.put("logging.level.org.springframework.boot.diagnostics", "OFF");
        // What ends a start is told once, in words.
        properties.put("logging.level.org.springframework.boot.web.server.servlet.context", "OFF");
        // It repeats the address of each request that takes too long, and so its collar.
        properties.put("logging.level.org.apache.catalina.valves.StuckThreadDetectionValve", "ERROR");
        return properties;
    }
}
