package io.petty.api;

import io.petty.api.settings.ApiSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** The settings of Spring Boot: those of the file {@code boot.properties}, and those derived from our own. */
final class BootProperties {
    private BootProperties() {}

    static Properties of(ServeSettings settings) {
        ApiSettings api = settings.api();
        Properties properties = fixed();
        properties.put("server.address", api.address());
        properties.put("server.port", api.port());
        properties.put("server.tomcat.threads.max", api.threads());
        properties.put("server.tomcat.threads.min-spare", Math.min(8, api.threads()));
        if (api.trustedProxies() != null) {
            properties.put("server.forward-headers-strategy", "native");
            // Some proxies add a port to the address. It is only accepted after IPv4, since after IPv6 it could be part
            // of the address.
            properties.put(
                    "server.tomcat.remoteip.internal-proxies",
                    "(?:%s)(?:(?<=^[0-9.]{7,15}):[0-9]{1,5})?".formatted(api.trustedProxies()));
        } else {
            properties.put("server.forward-headers-strategy", "none");
        }
        properties.put("management.server.address", api.managementAddress());
        properties.put("management.server.port", api.managementPort());
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
        if (settings.log().isJson()) {
            properties.put("logging.structured.format.console", "ecs");
            properties.put("logging.structured.ecs.service.name", "petty-api");
        }
        properties.put(
                "logging.level.io.petty",
                settings.log().level().isEmpty() ? "INFO" : settings.log().level());
        return properties;
    }

    private static Properties fixed() {
        try {
            return PropertiesLoaderUtils.loadProperties(new ClassPathResource("boot.properties", BootProperties.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
