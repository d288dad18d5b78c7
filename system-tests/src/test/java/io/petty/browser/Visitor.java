package io.petty.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.WebError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A visitor with a separate browser context for one test: cookies, storage and console are empty at first. The page's
 * clock is stopped unless the test advances it.
 *
 * <p>A test fails if the page sent a request to another server, wrote an error to the console, or violated the content
 * security policy. The failure message names a screenshot, and a file with the console, the requests and the service's
 * output.
 */
final class Visitor
        implements TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler,
                AfterTestExecutionCallback,
                AfterEachCallback {
    /** Chromium writes this error for each failed request, even if the page handles it. */
    private static final String REQUEST_FAILED = "Failed to load resource";

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** Whether to keep screenshots of passing tests too. They take about as long as all other work of the tests. */
    private static final boolean KEEP = Boolean.getBoolean("petty.test.screenshots");

    private static final String HAND_CLOCK = Resources.text("hand-clock.js");

    private static final String LOG_VIOLATIONS = "document.addEventListener('securitypolicyviolation', violation =>"
            + " console.error('Content security policy: ' + violation.violatedDirective + ' ' + violation.blockedURI))";

    /** Pages of earlier tests, by look. Each is in a separate browser context without cookies and storage. */
    private static final Map<Look, Page> CLEAN = new HashMap<>();

    private final List<Visit> visits = new ArrayList<>();
    private final List<String> happened = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    // Removing a listener requires the object with which it was added.
    private final Consumer<ConsoleMessage> onConsoleMessage = this::heard;
    private final Consumer<WebError> onWebError = this::thrown;
    private final Consumer<Request> onRequest = this::asked;
    private final Consumer<Response> onResponse = this::answered;
    private final Consumer<Request> onRequestFailed = this::failed;
    private boolean failuresExpected;

    private record Visit(Look look, Page page) {}

    /** Returns a blank page without cookies and storage. The files of the web page may be cached. */
    Page arrive(Look look) {
        Page clean = CLEAN.remove(look);
        Page page = clean == null ? newPage(look) : clean;
        page.context().onConsoleMessage(onConsoleMessage);
        page.context().onWebError(onWebError);
        page.context().onRequest(onRequest);
        page.context().onResponse(onResponse);
        page.context().onRequestFailed(onRequestFailed);
        visits.add(new Visit(look, page));
        return page;
    }

    private static Page newPage(Look look) {
        BrowserContext context = Chromium.browser().newContext(look.options());
        context.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
        context.addInitScript(LOG_VIOLATIONS);
        context.addInitScript(HAND_CLOCK);
        return context.newPage();
    }

    /** Opens an address of the service, or a link, in a blank page. */
    Page open(Look look, String address) {
        Page page = arrive(look);
        page.navigate(address);
        return page;
    }

    private void asked(Request request) {
        happened.add("request: " + named(request));
        requests.add(named(request));
    }

    private void answered(Response response) {
        happened.add("%d: %s".formatted(response.status(), named(response.request())));
    }

    private void failed(Request request) {
        happened.add("failed: %s: %s".formatted(named(request), request.failure()));
    }

    private void thrown(WebError error) {
        happened.add("error: " + error.error());
        errors.add(error.error());
    }

    private static String named(Request request) {
        return request.method() + " " + request.url();
    }

    private void heard(ConsoleMessage message) {
        happened.add("console, %s: %s".formatted(message.type(), message.text()));
        boolean failed = message.text().startsWith(REQUEST_FAILED);
        if (message.type().equals("error") && !(failed && failuresExpected)) {
            errors.add(message.text() + " " + message.location());
        }
    }

    /** Allows requests to fail from now on. */
    void expectFailures() {
        failuresExpected = true;
    }

    /** Returns the requests so far whose method and path start with a text. */
    List<String> requests(String beginning) {
        return requests.stream()
                .map(request -> request.replaceFirst("http://[^/]*", ""))
                .filter(request -> request.startsWith(beginning))
                .toList();
    }

    /** Waits until the page has drawn the answers to all its requests. */
    static void awaitIdle(Page page) {
        page.waitForCondition(() -> isIdle(page));
    }

    private static boolean isIdle(Page page) {
        return (Boolean) page.evaluate("handClock.idle");
    }

    /** Advances the page's clock immediately, even if the page is waiting for answers. */
    static void passTime(Page page, int milliseconds) {
        page.evaluate("milliseconds => handClock.advance(milliseconds)", milliseconds);
    }

    /** Advances the page's clock from one timer to the next until a condition holds. */
    static void passTimeUntil(Page page, BooleanSupplier condition) {
        page.waitForCondition(() -> {
            // Checked before the condition: on an idle page, the condition can't change before the next timer.
            boolean idle = isIdle(page);
            if (condition.getAsBoolean()) {
                return true;
            }
            if (idle) {
                page.evaluate("handClock.step()");
            }
            return false;
        });
    }

    /** Keeps a screenshot of the whole page, if enabled. */
    void keep(Page page, String name) {
        if (KEEP) {
            screenshot(page, name, true);
        }
    }

    /** Keeps a screenshot of the visible part of the page, if enabled. */
    void keepScreen(Page page, String name) {
        if (KEEP) {
            screenshot(page, name, false);
        }
    }

    private static Path screenshot(Page page, String name, boolean whole) {
        Path file = SCREENSHOTS.resolve(name + ".png");
        page.screenshot(new ScreenshotOptions().setPath(file).setFullPage(whole));
        return file;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
        throw explained(test, failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
        throw explained(test, failure);
    }

    @Override
    public void afterTestExecution(ExtensionContext test) throws IOException {
        if (test.getExecutionException().isPresent()) {
            return;
        }
        try {
            assertThat(errors).as("errors in the console").isEmpty();
            assertThat(requests)
                    .as("requests")
                    .allMatch(request -> request.matches("[A-Z]+ (blob|data):.*")
                            || URI.create(request.replaceFirst("^[A-Z]+ ", ""))
                                    .getHost()
                                    .equals("127.0.0.1"));
        } catch (AssertionError e) {
            throw explained(test, e);
        }
    }

    /** Saves screenshots and a log. Returns an error that adds their names to the failure's message. */
    private AssertionError explained(ExtensionContext test, Throwable failure) throws IOException {
        String name = "failed-%s-%s"
                .formatted(test.getRequiredTestClass().getSimpleName(), test.getDisplayName())
                .replaceAll("[^A-Za-z0-9-]+", "-");
        Files.createDirectories(SCREENSHOTS);
        List<String> files = new ArrayList<>();
        for (int i = 0; i < visits.size(); i++) {
            try {
                files.add(screenshot(visits.get(i).page(), name + (i == 0 ? "" : "-" + i), true)
                        .toAbsolutePath()
                        .toString());
            } catch (PlaywrightException e) {
                happened.add("no screenshot of page %d: %s".formatted(i, e.getMessage()));
            }
        }
        Path log = SCREENSHOTS.resolve(name + ".log");
        Files.writeString(log, String.join("\n", happened) + "\n\nThe service wrote:\n" + written());
        files.add(log.toAbsolutePath().toString());
        return new AssertionError(
                "%s%nThe page at that time: %s".formatted(failure, String.join(", ", files)), failure);
    }

    private static String written() {
        try {
            return Served.written();
        } catch (LinkageError e) {
            return "Nothing, because it wasn't started: " + e;
        }
    }

    /** Keeps a clean page for the next test with this look, because a new context and process are slow to create. */
    @Override
    public void afterEach(ExtensionContext test) {
        boolean passed = test.getExecutionException().isEmpty();
        for (Visit visit : visits) {
            Page page = visit.page();
            if (passed && !CLEAN.containsKey(visit.look())) {
                clean(page);
                CLEAN.put(visit.look(), page);
            } else {
                page.context().close();
            }
        }
    }

    private void clean(Page page) {
        forget(page);
        BrowserContext context = page.context();
        context.offConsoleMessage(onConsoleMessage);
        context.offWebError(onWebError);
        context.offRequest(onRequest);
        context.offResponse(onResponse);
        context.offRequestFailed(onRequestFailed);
    }

    /** Leaves the page, and clears its cookies and storage. */
    static void forget(Page page) {
        // A file of the same origin without scripts, so that nothing is stored or requested again.
        page.navigate(URI.create(page.url()).resolve("/favicon.svg").toString());
        page.evaluate("localStorage.clear(); sessionStorage.clear()");
        page.context().clearCookies();
    }
}
