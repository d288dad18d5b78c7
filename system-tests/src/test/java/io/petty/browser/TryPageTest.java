package io.petty.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the page for trying the interface. It must work under the same content security policy as the other pages. */
class TryPageTest {
    @RegisterExtension
    private final Visitor visitor = new Visitor();

    @Test
    void showsTheRequestsOfTheInterface() {
        Page page = visitor.open(Look.DESKTOP, Served.url() + "/try");
        assertThat(page.locator(".opblock-summary-path", new Page.LocatorOptions().setHasText("/timeline")))
                .isVisible();
        visitor.keep(page, "try");
        page.locator(".opblock-summary", new Page.LocatorOptions().setHasText("/v1/collars/{collar}/timeline"))
                .click();
        assertThat(page.locator(".opblock.is-open .parameters").first()).isVisible();
    }
}
