package io.petty.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that everything on the page works without a pointer. */
class KeyboardTest {
    private static final int MOST_TABS = 80;

    @RegisterExtension
    private final Visitor visitor = new Visitor();

    private Page page;

    @BeforeEach
    void open() {
        page = visitor.open(Look.DESKTOP, Served.link("/?collar=" + Served.LUNA));
        assertThat(page.getByTestId("events").getByRole(AriaRole.OPTION)).hasCount(16);
    }

    @Test
    void skipsToTheContentAndReachesEventsInTheChartAndTheTable() {
        page.keyboard().press("Tab");
        Locator skip = page.locator(".skip");
        assertThat(skip).isFocused();
        assertThat(skip).isInViewport();
        visitor.keep(page, "skip-link");
        page.keyboard().press("Enter");
        assertThat(page.locator("#main")).isFocused();
        assertThat(page.locator("h1")).hasText("Saturday, 21 November 2026");

        tabTo("[role=option]");
        Locator evidence = page.getByTestId("evidence");
        String first = shown();
        page.keyboard().press("ArrowRight");
        String second = shown();
        assertThat(second).isNotEqualTo(first);
        page.keyboard().press("ArrowLeft");
        assertThat(shown()).isEqualTo(first);
        page.keyboard().press("End");
        assertThat(shown()).isNotEqualTo(first);
        page.keyboard().press("Home");
        assertThat(shown()).isEqualTo(first);
        String behavior = evidence.locator(".evidence-name").textContent();
        page.keyboard().press("ArrowDown");
        assertThat(shown()).isNotEqualTo(first);
        assertThat(evidence.locator(".evidence-name")).hasText(behavior);

        page.keyboard().press("Enter");
        assertThat(evidence).containsText("Pinned");
        visitor.keep(page, "keyboard-pinned");
        page.keyboard().press("Escape");
        assertThat(evidence).not().containsText("Pinned");
        assertThat(evidence).hasAttribute("data-event", "");
        assertThat(page.locator(":focus")).hasAttribute("role", "option");

        tabTo("[data-testid=events-table] summary");
        page.keyboard().press("Enter");
        Locator rows = page.getByTestId("events-table").locator("tbody tr");
        assertThat(rows).hasCount(16);
        assertThat(rows.first()).isVisible();
        visitor.keep(page, "table");
        tabTo("[data-testid=events-table] tbody button");
        page.keyboard().press("Enter");
        assertThat(page.getByTestId("evidence")).containsText("Pinned");
        assertThat(page.locator(":focus")).hasAttribute("role", "option");
    }

    @Test
    void choosesCollarFilterDayAndViewAndManagesTheFocus() {
        tabTo("[data-testid=collar]");
        page.keyboard().press("ArrowDown");
        assertThat(page.getByTestId("collar")).hasValue(Served.MOCHI);
        assertThat(page.getByTestId("events").getByRole(AriaRole.OPTION)).hasCount(8);
        tabTo("[data-behavior='Deep Sleep']");
        page.keyboard().press("Space");
        assertThat(page.getByTestId("events").locator("[role=option]:not(.behavior-deep-sleep)"))
                .hasCount(0);
        assertThat(page.locator("[data-behavior='Deep Sleep']")).isFocused();

        tabTo("[data-testid=previous]");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("Friday, 20 November 2026");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("Thursday, 19 November 2026");
        assertThat(page.getByTestId("previous")).isFocused();
        tabTo("[data-testid=next]");
        page.keyboard().press("Space");
        assertThat(page.locator("h1")).hasText("Friday, 20 November 2026");
        assertThat(page.getByTestId("next")).isFocused();

        tabTo("[data-testid=nav-week]");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("Week to 20 November 2026");
        assertThat(page.locator("h1")).isFocused();
        tabTo("[data-day='2026-11-18'] a");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("Wednesday, 18 November 2026");
        assertThat(page.locator("h1")).isFocused();
    }

    /** Presses Tab until an element has the focus, as a keyboard user does. */
    private void tabTo(String selector) {
        for (int i = 0; i < MOST_TABS; i++) {
            page.keyboard().press("Tab");
            if (page.locator(selector + ":focus").count() == 1) {
                return;
            }
        }
        throw new AssertionError(selector + " can't be reached with Tab");
    }

    /** Returns the event whose evidence is shown. It must be the focused one. */
    private String shown() {
        String focused = page.locator(":focus").getAttribute("data-event");
        assertThat(page.getByTestId("evidence")).hasAttribute("data-event", focused);
        return focused;
    }
}
