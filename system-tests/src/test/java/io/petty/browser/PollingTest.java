package io.petty.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that the page loads new data automatically while its tab is visible. */
class PollingTest {
    private static final Pattern RUN = Pattern.compile("by run (\\d+)");
    private static final String TIMELINE = "GET /v1/collars/LUNA-01/timeline";
    private static final int HOUR_MILLIS = 3_600_000;

    @RegisterExtension
    private final Visitor visitor = new Visitor();

    @Test
    void aNewPublicationAppearsAutomaticallyAndTheSelectionStays() {
        Page page = visitor.open(Look.DESKTOP, Served.link("/?collar=LUNA-01"));
        Locator published = page.getByTestId("published");
        assertThat(published).containsText(RUN);
        Matcher before = RUN.matcher(published.textContent());
        assertThat(before.find()).isTrue();
        page.getByTestId("events").locator("[role=option]").nth(3).focus();
        page.keyboard().press("Enter");
        assertThat(page.getByTestId("evidence")).containsText("Pinned");
        String event = page.getByTestId("event-id").textContent();

        Served.home().command("rerun", "--date", Served.NEWEST, "--force");
        Visitor.passTimeUntil(page, () -> !published.textContent().contains(before.group()));
        assertThat(page.locator("#announcer")).containsText("New data");
        assertThat(page.getByTestId("event-id")).hasText(event);
        assertThat(page.getByTestId("evidence")).containsText("Pinned");
        assertThat(page.locator(":focus")).hasAttribute("data-event", event);
    }

    @Test
    void aHiddenTabSendsNoRequestsUntilItIsVisibleAgain() {
        Page page = visitor.open(Look.DESKTOP, Served.link("/?collar=LUNA-01"));
        assertThat(page.getByTestId("chart")).isVisible();
        Visitor.awaitIdle(page);
        int asked = visitor.requests(TIMELINE).size();
        show(page, "hidden");
        Visitor.passTime(page, HOUR_MILLIS);
        // An answer to a later request shows that no earlier request was in progress.
        page.evaluate("fetch('/favicon.svg').then(answer => answer.text())");
        assertThat(visitor.requests(TIMELINE)).hasSize(asked);
        show(page, "visible");
        page.waitForCondition(() -> visitor.requests(TIMELINE).size() > asked);
    }

    /** Sets the visibility of the tab, as the page sees it. */
    private static void show(Page page, String visibility) {
        page.evaluate(
                "visibility => { Object.defineProperty(document, 'visibilityState',"
                        + " { configurable: true, get: () => visibility });"
                        + " document.dispatchEvent(new Event('visibilitychange')); }",
                visibility);
    }
}
