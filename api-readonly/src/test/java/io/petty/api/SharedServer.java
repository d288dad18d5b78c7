package io.petty.api;

import io.petty.process.HandClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides servers over one {@link PublishedLake}: an {@link ApiServer}, and a {@link StrictServer} on the same
 * database. All tests share these servers, because they take seconds to start.
 */
final class SharedServer implements ParameterResolver {
    /** The time of all shared servers. */
    static final HandClock CLOCK = new HandClock(Instant.parse("2026-11-21T12:00:00Z"));

    private static final Namespace NAMESPACE = Namespace.create(SharedServer.class);

    /** Enough time to refill all buckets of a {@link StrictServer}. */
    static final Duration REFILL = Duration.ofMinutes(1);

    /** A second instance, with rate limits and with read access for pages of two origins. */
    record StrictServer(ApiServer server) implements AutoCloseable {
        static final int PRINCIPAL_BURST = 5;
        static final int ADDRESS_BURST = 20;
        static final int SIGN_IN_PER_MINUTE = 4;

        static final Map<String, Object> SETTINGS = Map.of(
                "petty.api.allowed-origins",
                "https://vet.example,https://zoo.example",
                "petty.api.rate-limits.principal-per-second",
                1,
                "petty.api.rate-limits.principal-burst",
                PRINCIPAL_BURST,
                "petty.api.rate-limits.address-per-second",
                1,
                "petty.api.rate-limits.address-burst",
                ADDRESS_BURST,
                "petty.api.rate-limits.sign-in-per-minute",
                SIGN_IN_PER_MINUTE);

        @Override
        public void close() {
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ApiServer.class || type == StrictServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Store store = context.getRoot().getStore(NAMESPACE);
        ApiServer server = store.computeIfAbsent(Running.class, key -> Running.start(), Running.class).server;
        if (parameter.getParameter().getType() == ApiServer.class) {
            return server;
        }
        CLOCK.forward(REFILL);
        return store.computeIfAbsent(
                StrictServer.class,
                key -> new StrictServer(ApiServer.start(server.home(), StrictServer.SETTINGS, CLOCK)),
                StrictServer.class);
    }

    private record Running(Path home, ApiServer server) implements AutoCloseable {
        static Running start() {
            try {
                Path home = Files.createTempDirectory("served");
                PublishedLake.write(home);
                return new Running(home, ApiServer.start(home, Map.of(), CLOCK));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            List<Path> all;
            try (Stream<Path> paths = Files.walk(home)) {
                all = paths.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : all) {
                Files.delete(path);
            }
        }
    }
}
