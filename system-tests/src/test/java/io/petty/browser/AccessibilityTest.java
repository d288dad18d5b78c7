package io.petty.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that no view breaks a rule of axe-core, on a desktop or a phone, in light or dark colors. */
class AccessibilityTest {
    private static final String AXE = Resources.text("/axe.min.js");

    /** A script that returns the rule, the element and the reason of each violation. */
    private static final String VIOLATIONS = "axe.run(document, { resultTypes: ['violations'] }).then(found =>"
            + " found.violations.flatMap(rule => rule.nodes.map(node =>"
            + " `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`)))";

    @RegisterExtension
    private final Visitor visitor = new Visitor();

    private final List<String> violations = new ArrayList<>();

    static Stream<Look> looks() {
        return Stream.of(Look.DESKTOP, Look.PHONE);
    }

    @ParameterizedTest
    @MethodSource("looks")
    void noViewBreaksARule(Look look) {
        Page page = visitor.open(look, Served.link("/?collar=" + Served.BISCUIT + "&date=" + Served.REVIEWED));
        assertThat(page.getByTestId("events").getByRole(AriaRole.OPTION)).hasCount(14);
        check(page, look, "day");
        page.getByTestId("events")
                .locator("[role=option]")
                .locator(".review-rejected")
                .first()
                .evaluate("mark => mark.parentNode.focus()");
        page.keyboard().press("Enter");
        assertThat(page.getByTestId("evidence")).containsText("Rejected by the owner");
        page.getByTestId("events-table").locator("summary").click();
        check(page, look, "day with evidence and table");
        page.locator("#least-confidence").fill("1");
        assertThat(page.getByTestId("nothing-passes")).isVisible();
        check(page, look, "day without events");

        page.getByTestId("nav-week").click();
        assertThat(page.getByTestId("week").locator("li")).hasCount(7);
        check(page, look, "week");
        page.getByTestId("nav-status").click();
        assertThat(page.locator("[data-day='" + Served.NEWEST + "']")).isVisible();
        check(page, look, "status");
        page.getByTestId("sign-out").click();
        assertThat(page.getByTestId("sign-in")).isVisible();
        check(page, look, "sign-in");
        assertThat(violations).isEmpty();
    }

    private void check(Page page, Look look, String view) {
        // The page's policy forbids adding a script element.
        if (page.evaluate("'axe' in window").equals(false)) {
            page.evaluate(AXE);
        }
        // Ends with light colors, because these looks use them.
        for (ColorScheme colors : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new EmulateMediaOptions().setColorScheme(colors));
            assertThat(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
                    .isEqualTo(colors == ColorScheme.DARK);
            List<?> found = (List<?>) page.evaluate(VIOLATIONS);
            found.forEach(each -> violations.add("%s, %s, %s: %s".formatted(view, look, colors, each)));
        }
    }
}
