package io.petty.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import io.petty.process.LimitedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs the JavaScript tests of the page's scripts. */
class PageScriptsTest {
    private static final Path TESTS = Path.of("..", "api-readonly", "src", "test", "js");
    private static final Duration LONGEST = Duration.ofMinutes(4);

    @Test
    void javaScriptTestsPass() throws Exception {
        List<String> command = new ArrayList<>(List.of(node(), "--test", "--test-isolation=none"));
        try (Stream<Path> files = Files.list(TESTS)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".*\\.test\\.m?js"))
                    .sorted()
                    .forEach(command::add);
        }
        assertThat(command).as("tests in %s", TESTS).hasSizeGreaterThan(2);
        LimitedProcess.Ended tests = LimitedProcess.run(new ProcessBuilder(command).directory(TESTS.toFile()), LONGEST);
        assertThat(tests.code()).as("%s: %s", command, tests.written()).isZero();
    }

    /** Returns the Node that comes with Playwright, which is the same on every machine. */
    private static String node() {
        return Driver.ensureDriverInstalled(Chromium.NO_DOWNLOAD, false)
                .createProcessBuilder()
                .command()
                .get(0);
    }
}
