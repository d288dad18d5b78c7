package io.petty.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests signing in with a link, staying signed in, and signing out. */
class SignInPageTest {
    private static final Pattern TOKEN_ID = Pattern.compile("\"jti\":\"([0-9a-f]+)\"");
    private static final String REFRESH = "POST /v1/tokens/refresh";
    private static final String LUNAS_WEEK = "/?collar=LUNA-01&date=2026-11-20&view=week";

    @RegisterExtension
    private final Visitor visitor = new Visitor();

    @Test
    void aLinkWorksOnce() {
        String link = Served.link();
        assertThat(visitor.open(Look.DESKTOP, link).getByTestId("chart")).isVisible();
        visitor.expectFailures();
        Page second = visitor.open(Look.DESKTOP, link);
        assertThat(second.getByTestId("sign-in")).hasAttribute("data-why", "bad-code");
        assertThat(second.locator("h1")).hasText("This link no longer works");
        assertThat(second.getByTestId("sign-in")).containsText("Ask for a new one");
        visitor.keep(second, "link-used");
    }

    @Test
    void withoutALinkThePageExplainsHowToGetOne() {
        visitor.expectFailures();
        Page page = visitor.open(Look.DESKTOP, Served.url().toString());
        assertThat(page.getByTestId("sign-in")).hasAttribute("data-why", "none");
        assertThat(page.getByTestId("sign-in")).containsText("petty tokens issue");
        visitor.keep(page, "sign-in");
    }

    @Test
    void staysSignedInWithACookieThatScriptsCannotRead() {
        Page page = visitor.open(Look.DESKTOP, Served.link(LUNAS_WEEK));
        assertThat(page.locator("h1")).hasText("Week to 20 November 2026");
        page.reload();
        assertThat(page.locator("h1")).hasText("Week to 20 November 2026");
        page.getByTestId("theme").click();

        assertThat(page.evaluate("document.cookie")).isEqualTo("");
        assertThat(page.evaluate("Object.keys(localStorage)")).isEqualTo(List.of("petty.theme"));
        assertThat(page.evaluate("Object.entries(sessionStorage).flat()"))
                .isEqualTo(List.of("petty.view", "." + LUNAS_WEEK));
        assertThat(page.evaluate("indexedDB.databases().then(all => all.length)"))
                .isEqualTo(0);
        List<Cookie> cookies = page.context().cookies();
        assertThat(cookies).hasSize(1);
        Cookie refresh = cookies.get(0);
        assertThat(refresh.name).isEqualTo("petty_refresh");
        assertThat(refresh.httpOnly).as("HttpOnly").isTrue();
        assertThat(refresh.secure).as("Secure").isTrue();
        assertThat(refresh.sameSite).isEqualTo(SameSiteAttribute.STRICT);
        assertThat(refresh.path).isEqualTo("/v1/tokens");
    }

    @Test
    void anExpiredTokenIsReplacedWithoutLosingTheView() {
        Page page = visitor.open(Look.DESKTOP, Served.link(LUNAS_WEEK));
        assertThat(page.locator("h1")).hasText("Week to 20 November 2026");
        page.getByTestId("collar").focus();
        Visitor.passTimeUntil(page, () -> !visitor.requests(REFRESH).isEmpty());
        page.getByTestId("check").click();
        assertThat(page.locator("h1")).hasText("Week to 20 November 2026");
        assertThat(page.getByTestId("sign-in")).hasCount(0);
    }

    @Test
    void aRevokedTokenIsReplacedWithoutLosingTheView() {
        Page page = visitor.arrive(Look.DESKTOP);
        Request days = page.waitForRequest("**/v1/days*", () -> page.navigate(Served.link(LUNAS_WEEK)));
        assertThat(page.locator("h1")).hasText("Week to 20 November 2026");
        visitor.expectFailures();
        String id = tokenId(days);
        Served.administered(home -> {
            home.tokens().revokeToken(id);
            return id;
        });
        page.waitForResponse(
                answer -> answer.url().contains("/v1/days") && answer.status() < 400,
                () -> page.getByTestId("check").click());
        assertThat(page.locator("h1")).hasText("Week to 20 November 2026");
        assertThat(page.getByTestId("sign-in")).hasCount(0);
        assertThat(visitor.requests(REFRESH)).hasSize(1);
    }

    @Test
    void aRevokedSignInEndsAndTheNextLinkReturnsToTheView() {
        String user = "revoked user";
        Page page = visitor.open(Look.DESKTOP, Served.link(Served.url(), LUNAS_WEEK, user));
        assertThat(page.locator("h1")).hasText("Week to 20 November 2026");
        visitor.expectFailures();
        assertThat(Served.<Integer>administered(home -> home.tokens().revokeUser(user)))
                .isEqualTo(1);
        page.getByTestId("check").click();
        assertThat(page.getByTestId("sign-in")).hasAttribute("data-why", "ended");
        assertThat(page.locator("main")).not().containsText(Served.BISCUIT);
        visitor.keep(page, "sign-in-ended");
        page.navigate(Served.link());
        assertThat(page.locator("h1")).hasText("Week to 20 November 2026");
        assertThat(page.getByTestId("collar")).hasValue(Served.LUNA);
    }

    @Test
    void signingOutRevokesTheSignInOnTheServer() {
        Page page = visitor.open(Look.DESKTOP, Served.link());
        page.getByTestId("sign-out").click();
        assertThat(page.getByTestId("sign-in")).hasAttribute("data-why", "left");
        assertThat(page.getByTestId("chart")).hasCount(0);
        page.waitForCondition(() -> page.context().cookies().isEmpty());
        visitor.expectFailures();
        page.reload();
        assertThat(page.getByTestId("sign-in")).hasAttribute("data-why", "none");
    }

    /** Returns the {@code jti} of a request's token. */
    private static String tokenId(Request request) {
        String token = request.headerValue("authorization").replaceFirst("^Bearer ", "");
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        Matcher id = TOKEN_ID.matcher(claims);
        assertThat(id.find()).as(claims).isTrue();
        return id.group(1);
    }
}
