package io.petty.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One browser for all tests that a process runs. It ends with the process. */
final class Chromium {
    /** A browser of its own Playwright would look for, and fetch. */
    static final Map<String, String> NO_DOWNLOAD = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

    /** How long a test waits for what it expects; shorter than JUnit's limit, so that a failure says what is missing. */
    static final double PATIENCE_MILLIS = 180_000;

    /** The names of Debian's packages and others: the one without windows starts in a third of the time. */
    private static final List<String> NAMES = List.of("chromium-headless-shell", "chromium", "chromium-browser");

    private static @Nullable Browser browser;

    private Chromium() {}

    /** The browser, which the first call starts. */
    static synchronized Browser browser() {
        Browser started = browser;
        if (started == null) {
            started = launch();
            browser = started;
        }
        return started;
    }

    private static Browser launch() {
        Path chromium = installed();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        return Playwright.create(new CreateOptions().setEnv(NO_DOWNLOAD))
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(chromium)
                        .setTimeout(PATIENCE_MILLIS)
                        .setArgs(List.of(
                                // Chromium's own sandbox doesn't start for root, nor in most containers.
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                // Without a graphics card, emulating one costs more than drawing without.
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run")));
    }

    /** Finds it on the PATH. */
    private static Path installed() {
        return NAMES.stream()
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Tests of the page need Chromium, and there is none on the PATH. ./verify installs it on"
                                + " Debian; elsewhere install the package chromium"));
    }
}
