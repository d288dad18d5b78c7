package io.petty.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that the page's scripts have of their own, in JavaScript. */
class PageScriptsTest {
    private static final Path TESTS = Path.of("..", "api-readonly", "src", "test", "js");

    @Test
    void theTestsOfThePagesScriptsPass() throws Exception {
        List<String> command = new ArrayList<>(List.of(node(), "--test"));
        try (Stream<Path> files = Files.list(TESTS)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".*\\.test\\.m?js"))
                    .sorted()
                    .forEach(command::add);
        }
        assertThat(command).as("tests in %s", TESTS).hasSizeGreaterThan(2);
        Process tests = new ProcessBuilder(command)
                .directory(TESTS.toFile())
                .redirectErrorStream(true)
                .start();
        String written = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tests.waitFor()).as("%s: %s", command, written).isZero();
    }

    /** The Node that Playwright brings: the same on every machine. */
    private static String node() {
        return Driver.ensureDriverInstalled(Chromium.NO_DOWNLOAD, false)
                .createProcessBuilder()
                .command()
                .get(0);
    }
}
