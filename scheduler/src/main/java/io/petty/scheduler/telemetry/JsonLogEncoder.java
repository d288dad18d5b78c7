package io.petty.scheduler.telemetry;

import java.util.Map;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Encodes log lines as Spring Boot's JSON, without an application context. */
public final class JsonLogEncoder extends StructuredLogEncoder {
    @Override
    public void start() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("names", Map.of("logging.structured.ecs.service.name", "petty")));
        getContext().putObject(Environment.class.getName(), environment);
        setFormat("ecs");
        super.start();
    }
}
