package io.petty.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Somebody with a browser of their own, for one test: cookies, storage and console begin empty.
 *
 * <p>A test fails when the page asked another server for anything, wrote an error to the console, or was held back by the
 * content security policy. One that fails leaves a screenshot and the console behind.
 */
final class Visitor implements AfterTestExecutionCallback, AfterEachCallback {
    /** Of a request that failed Chromium itself writes an error, whatever the page makes of it. */
    private static final String REQUEST_FAILED = "Failed to load resource";

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** Longer than any pause of the page. */
    private static final long SIX_MINUTES = 360_000;

    private static final long CALM_NANOS = 1_000_000_000;

    private static final String TELL_OF_VIOLATIONS = "document.addEventListener('securitypolicyviolation', violation =>"
            + " console.error('Content security policy: ' + violation.violatedDirective + ' ' + violation.blockedURI))";

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<Page> pages = new ArrayList<>();
    private final List<String> console = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private int open;
    private long lastSeen = System.nanoTime();
    private boolean failuresExpected;

    /** A browser as at its first start, with an empty page. */
    Page arrive(Look look) {
        BrowserContext context = Chromium.browser().newContext(look.options());
        context.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
        context.addInitScript(TELL_OF_VIOLATIONS);
        context.onConsoleMessage(this::heard);
        context.onWebError(error -> errors.add(error.error()));
        context.onRequest(this::asked);
        context.onRequestFinished(request -> answered());
        context.onRequestFailed(request -> answered());
        contexts.add(context);
        return tab(context);
    }

    /** Another tab of the same browser. */
    Page tab(BrowserContext context) {
        Page page = context.newPage();
        pages.add(page);
        return page;
    }

    /** Opens an address of the service, or a link, in a new browser. */
    Page open(Look look, String address) {
        Page page = arrive(look);
        page.navigate(address);
        return page;
    }

    private void asked(Request request) {
        open++;
        lastSeen = System.nanoTime();
        requests.add(request.method() + " " + request.url());
    }

    private void answered() {
        open--;
        lastSeen = System.nanoTime();
    }

    private void heard(ConsoleMessage message) {
        console.add(message.type() + ": " + message.text());
        boolean failed = message.text().startsWith(REQUEST_FAILED);
        if (message.type().equals("error") && !(failed && failuresExpected)) {
            errors.add(message.text() + " " + message.location());
        }
    }

    /** From now on, requests may fail. */
    void expectFailures() {
        failuresExpected = true;
    }

    /** The requests until now whose method and path begin so. */
    List<String> requests(String beginning) {
        return requests.stream()
                .map(request -> request.replaceFirst("http://[^/]*", ""))
                .filter(request -> request.startsWith(beginning))
                .toList();
    }

    /** Whether no answer is on its way, and none came a moment ago that the page may be about to act on. */
    boolean isCalm() {
        return open == 0 && System.nanoTime() - lastSeen > CALM_NANOS;
    }

    /**
     * Lets minutes pass at once, again and again, until something has come true. The page's clock must be
     * {@link #ofOwnTime in our hands}; while it asks for something it goes as all clocks do, or the page would think that
     * the answer takes minutes.
     */
    void passTimeUntil(Page page, BooleanSupplier condition) {
        page.waitForCondition(() -> {
            if (condition.getAsBoolean()) {
                return true;
            }
            if (isCalm()) {
                page.clock().fastForward(SIX_MINUTES);
                lastSeen = System.nanoTime();
            }
            return false;
        });
    }

    /** Lets the page's time pass at our word, as well as by itself. To be called before the page is opened. */
    static Page ofOwnTime(Page page) {
        page.clock().install();
        return page;
    }

    /** Keeps the whole page as part of the build's output. */
    void keep(Page page, String name) {
        screenshot(page, name, true);
    }

    /** Keeps what fits on the screen. */
    void keepScreen(Page page, String name) {
        screenshot(page, name, false);
    }

    private static void screenshot(Page page, String name, boolean whole) {
        page.screenshot(new ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(whole));
    }

    @Override
    public void afterTestExecution(ExtensionContext test) throws IOException {
        if (test.getExecutionException().isPresent()) {
            leaveTraces("failed-%s-%s"
                    .formatted(test.getRequiredTestClass().getSimpleName(), test.getDisplayName())
                    .replaceAll("[^A-Za-z0-9-]+", "-"));
            return;
        }
        assertThat(errors).as("errors in the console").isEmpty();
        assertThat(requests)
                .as("requests")
                .allMatch(request -> request.matches("[A-Z]+ (blob|data):.*")
                        || URI.create(request.replaceFirst("^[A-Z]+ ", ""))
                                .getHost()
                                .equals("127.0.0.1"));
    }

    private void leaveTraces(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".log"), console);
        Files.write(SCREENSHOTS.resolve(name + ".requests.log"), requests);
        for (int i = 0; i < pages.size(); i++) {
            keep(pages.get(i), name + (i == 0 ? "" : "-" + i));
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        contexts.forEach(BrowserContext::close);
    }
}
