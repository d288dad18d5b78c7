package io.petty.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the views of the page on the sample data. */
class ViewsTest {
    private static final String REVIEWED_DAY = "/?collar=" + Served.BISCUIT + "&date=" + Served.REVIEWED;

    @RegisterExtension
    private final Visitor visitor = new Visitor();

    @Test
    void aLinkOpensTheNewestDayOfTheFirstCollar() {
        Page page = visitor.open(Look.DESKTOP, Served.link());
        assertThat(page.locator("h1")).hasText("Saturday, 21 November 2026");
        assertThat(page.getByTestId("collar")).hasValue(Served.BISCUIT);
        assertThat(page.getByTestId("date")).hasValue(Served.NEWEST);
        assertThat(events(page)).hasCount(19);
        assertThat(page.getByTestId("facts")).containsText("Resting heart rate");
        assertThat(page.getByTestId("flags")).containsText("High heart rate at rest");
        assertThat(page.url()).as("the code is removed from the address").doesNotContain("code");
        visitor.keep(page, "day");
    }

    @Test
    void evidenceFollowsThePointerAndStaysAfterAClick() {
        Page page = visitor.open(Look.DESKTOP, Served.link());
        Locator sleep = longest(page, "deep-sleep");
        sleep.hover();
        Locator evidence = page.getByTestId("evidence");
        assertThat(evidence).containsText("Deep Sleep");
        assertThat(evidence).containsText("Confidence");
        sleep.click();
        assertThat(evidence).containsText("Pinned");
        visitor.keep(page, "evidence");
        page.mouse().move(0, 0);
        assertThat(evidence).containsText("Deep Sleep");
    }

    @Test
    void marksEventsWithFeedback() {
        Page page = visitor.open(Look.DESKTOP, Served.link(REVIEWED_DAY));
        assertThat(events(page)).hasCount(14);
        assertThat(page.getByTestId("events").locator(".review-confirmed")).hasCount(6);
        assertThat(page.getByTestId("events").locator(".review-rejected")).hasCount(3);
        page.getByTestId("events")
                .locator("[role=option]", new Locator.LocatorOptions().setHas(page.locator(".review-confirmed")))
                .first()
                .focus();
        assertThat(page.getByTestId("evidence")).containsText("Confirmed by the owner");
        visitor.keep(page, "day-reviewed");
    }

    @Test
    void filtersChangeTheRequestAndTheView() {
        Page page = visitor.open(Look.DESKTOP, Served.link(REVIEWED_DAY));
        assertThat(events(page)).hasCount(14);
        page.locator("[data-review=confirmed]").check();
        assertThat(events(page)).hasCount(6);
        page.locator("[data-review=rejected]").check();
        assertThat(events(page)).hasCount(9);
        page.locator("[data-behavior='Deep Sleep']").check();
        assertThat(page.getByTestId("events").locator("[role=option]:not(.behavior-deep-sleep)"))
                .hasCount(0);
        String timeline = "GET /v1/collars/BISCUIT-01/timeline?date=2026-11-17&zone=UTC";
        assertThat(visitor.requests(timeline))
                .containsSubsequence(
                        timeline,
                        timeline + "&review=confirmed",
                        timeline + "&review=confirmed&review=rejected",
                        timeline + "&behavior=Deep+Sleep&review=confirmed&review=rejected");
        assertThat(page).hasURL(Pattern.compile("behavior=Deep\\+Sleep&review=confirmed&review=rejected$"));
        visitor.keep(page, "day-filtered");

        page.getByTestId("show-all").click();
        assertThat(events(page)).hasCount(14);
        page.locator("#least-confidence").fill("1");
        assertThat(page.getByTestId("nothing-passes")).isVisible();
        assertThat(visitor.requests(timeline + "&min_confidence=1")).isNotEmpty();
    }

    @Test
    void aWeekLinksToItsDays() {
        Page page = visitor.open(Look.DESKTOP, Served.link("/?collar=" + Served.MOCHI));
        page.getByTestId("nav-week").click();
        assertThat(page.locator("h1")).hasText("Week to 21 November 2026");
        Locator days = page.getByTestId("week").locator("li");
        assertThat(days).hasCount(7);
        assertThat(page.getByTestId("week").locator("li[data-published=true]")).hasCount(5);
        assertThat(days.last()).containsText("Long inactivity");
        assertThat(page.getByTestId("minutes").locator("svg")).isVisible();
        visitor.keep(page, "week");
        page.getByTestId("week").locator("[data-day='2026-11-19'] a").click();
        assertThat(page.locator("h1")).hasText("Thursday, 19 November 2026");
        assertThat(page.getByTestId("collar")).hasValue(Served.MOCHI);
    }

    @Test
    void theStatusShowsTheStateOfEachDayWithRejectsAndRuns() {
        Page page = visitor.open(Look.DESKTOP, Served.link());
        page.getByTestId("nav-status").click();
        assertThat(page.locator("[data-day='" + Served.REVIEWED + "']")).hasAttribute("data-state", "fresh");
        Locator newest = page.locator("[data-day='" + Served.NEWEST + "']");
        assertThat(newest).hasAttribute("data-state", "stale");
        newest.click();
        assertThat(page.getByTestId("status-day")).containsText("calibration moved");
        page.locator("[data-day='2026-11-18']").click();
        assertThat(page.locator("main")).containsText("Rejects by reason and file");
        assertThat(page.locator("main")).containsText("dt=2026-11-18/06.ndjson.zst");
        assertThat(page.locator("main")).containsText("rerun");
        assertThat(page.locator(".run-state").first()).hasText("completed");
        visitor.keep(page, "status");
    }

    @Test
    void followsTheSystemsColorSchemeUnlessTheVisitorChoosesOne() {
        Page page = visitor.open(Look.DARK, Served.link());
        assertThat(events(page)).hasCount(19);
        assertThat(brightness(page)).as("in the system's color scheme").isLessThan(80);
        visitor.keep(page, "day-dark");
        page.getByTestId("nav-week").click();
        assertThat(page.getByTestId("week").locator("li")).hasCount(7);
        visitor.keep(page, "week-dark");
        page.getByTestId("nav-status").click();
        assertThat(page.locator("[data-day='" + Served.NEWEST + "']")).isVisible();
        visitor.keep(page, "status-dark");
        page.getByTestId("nav-day").click();
        assertThat(events(page)).hasCount(19);
        page.getByTestId("theme").click();
        assertThat(page.getByTestId("theme")).containsText("Light");
        assertThat(brightness(page)).as("in the chosen color scheme").isGreaterThan(200);
        page.reload();
        assertThat(events(page)).hasCount(19);
        assertThat(brightness(page))
                .as("in the chosen color scheme after a reload")
                .isGreaterThan(200);
    }

    @Test
    void aPhoneShowsOneColumnWithoutHorizontalScrolling() {
        for (Look look : List.of(Look.PHONE, Look.NARROW_PHONE)) {
            Page page = visitor.open(look, Served.link(REVIEWED_DAY));
            assertThat(events(page)).hasCount(14);
            assertThat(page.getByTestId("filters").boundingBox().y)
                    .as("below the timeline")
                    .isGreaterThan(page.getByTestId("chart").boundingBox().y + 400);
            fitsItsWidth(page, look);
            visitor.keep(page, "day-" + look);
            longest(page, "resting").tap();
            assertThat(page.getByTestId("evidence")).containsText("Pinned");
            fitsItsWidth(page, look);
            visitor.keepScreen(page, "evidence-" + look);
            page.getByTestId("nav-week").tap();
            assertThat(page.getByTestId("week").locator("li")).hasCount(7);
            fitsItsWidth(page, look);
            visitor.keep(page, "week-" + look);
            page.getByTestId("nav-status").tap();
            assertThat(page.locator("[data-day='" + Served.NEWEST + "']")).isVisible();
            fitsItsWidth(page, look);
            visitor.keep(page, "status-" + look);
        }
    }

    @Test
    void theAddressContainsTheViewAndTheBackButtonWorks() {
        Page page = visitor.open(Look.DESKTOP, Served.link("/?collar=LUNA-01&date=2026-11-19"));
        assertThat(page.locator("h1")).hasText("Thursday, 19 November 2026");
        assertThat(page.getByTestId("collar")).hasValue(Served.LUNA);
        page.getByTestId("previous").click();
        assertThat(page.locator("h1")).hasText("Wednesday, 18 November 2026");
        page.getByTestId("nav-week").click();
        assertThat(page.locator("h1")).hasText("Week to 18 November 2026");
        String week = page.url();
        page.goBack();
        assertThat(page.locator("h1")).hasText("Wednesday, 18 November 2026");
        page.goBack();
        assertThat(page.locator("h1")).hasText("Thursday, 19 November 2026");
        page.goForward();
        assertThat(page.locator("h1")).hasText("Wednesday, 18 November 2026");
        page.navigate(week);
        assertThat(page.locator("h1")).hasText("Week to 18 November 2026");
    }

    @Test
    void anUnpublishedDayLinksToTheNearestPublishedDays() {
        visitor.expectFailures();
        Page page = visitor.open(Look.DESKTOP, Served.link("/?collar=LUNA-01&date=2026-11-10"));
        Locator note = page.getByTestId("unpublished");
        assertThat(note).containsText("10 November 2026 is not published");
        assertThat(note.getByRole(AriaRole.BUTTON)).hasText(new String[] {"2 November 2026", "17 November 2026"});
        visitor.keep(page, "day-unpublished");
        note.getByRole(AriaRole.BUTTON).last().click();
        assertThat(page.locator("h1")).hasText("Tuesday, 17 November 2026");
        assertThat(events(page)).hasCount(16);
    }

    @Test
    void doesNotShowTheCollarsOfOthers() {
        visitor.expectFailures();
        Page page = visitor.open(Look.DESKTOP, Served.link("/?collar=SN-4EDF5F-7L&date=2016-04-23"));
        assertThat(page.getByTestId("problem")).containsText("no access to such a collar");
        page.getByTestId("collar").selectOption(Served.LUNA);
        assertThat(page.locator("main")).containsText("No readings of LUNA-01 on this day");
    }

    private static Locator events(Page page) {
        return page.getByTestId("events").getByRole(AriaRole.OPTION);
    }

    /** Returns the widest event of a behavior, which is large enough to tap. */
    private static Locator longest(Page page, String behavior) {
        Locator bars = page.getByTestId("events").locator(".behavior-" + behavior + " .bar");
        assertThat(bars.first()).isVisible();
        Object index = bars.evaluateAll("bars => { const widths = bars.map(bar => bar.getBBox().width);"
                + " return widths.indexOf(Math.max(...widths)); }");
        return bars.nth(((Number) index).intValue());
    }

    private static void fitsItsWidth(Page page, Look look) {
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("width of the page on a %s", look)
                .isEqualTo(look.width());
    }

    /** Returns the brightness of the background, from 0 to 255. */
    private static double brightness(Page page) {
        Object color = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g)"
                + ".slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3");
        return ((Number) color).doubleValue();
    }
}
