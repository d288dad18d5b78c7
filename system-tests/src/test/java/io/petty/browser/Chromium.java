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

/** One browser for all tests of a process. It ends with the process. */
final class Chromium {
    /** Playwright would otherwise look for its own browser and download it. */
    static final Map<String, String> NO_DOWNLOAD = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

    /** The timeout of expectations. It is shorter than JUnit's limit, so that a failure names the missing element. */
    static final double PATIENCE_MILLIS = 180_000;

    /** Program names in Debian and other distributions. The headless variant starts in a third of the time. */
    private static final List<String> NAMES = List.of("chromium-headless-shell", "chromium", "chromium-browser");

    private static @Nullable Browser browser;

    private Chromium() {}

    /** Returns the browser; the first call starts it. */
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
                                // Chromium's own sandbox doesn't start for root or in most containers.
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                // Without a graphics card, emulating one is slower than software drawing.
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run")));
    }

    /** Finds the browser on the PATH. */
    private static Path installed() {
        return NAMES.stream()
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Tests of the page need Chromium, but none is on the PATH. ./verify installs it on"
                                + " Debian; elsewhere install the package chromium"));
    }
}
