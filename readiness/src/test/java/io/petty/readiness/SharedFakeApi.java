package io.petty.readiness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/**
 * Provides all tests of a process with the same {@link FakeApi}, because creating its home is expensive. Each test gets
 * it without a fault.
 */
final class SharedFakeApi implements ParameterResolver {
    private static final Namespace STORE = Namespace.create(SharedFakeApi.class);

    /** The API with the folder of its home. */
    private record Opened(FakeApi api, Path home) implements AutoCloseable {
        static Opened open() {
            try {
                Path home = Files.createTempDirectory("petty-fake-api");
                return new Opened(FakeApi.over(home), home);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            api.close();
            FileSystemUtils.deleteRecursively(home);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FakeApi.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        FakeApi api = context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(FakeApi.class, type -> Opened.open(), Opened.class)
                .api();
        api.breakBy(FakeApi.Fault.NONE);
        api.marker("a marker");
        return api;
    }
}
