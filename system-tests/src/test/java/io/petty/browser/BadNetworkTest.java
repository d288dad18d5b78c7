package io.petty.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.petty.systemtests.MisbehavingProxy;
import io.petty.systemtests.MisbehavingProxy.Fault;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page while the network, or the service, does not work as it should. */
class BadNetworkTest {
    private static final String LUNAS_WEEK = "/?collar=LUNA-01&date=2026-11-20&view=week";
    private static final String WEEK = "Week to 20 November 2026";

    @RegisterExtension
    private final Visitor visitor = new Visitor();

    /** What happens to requests for data, and if they are reset, to all others; signing in works at first. */
    private volatile Fault fault = Fault.NONE;

    @Test
    void keepsTheViewWhileTheServiceIsAwayAndGoesOnByItself() throws IOException {
        try (MisbehavingProxy network = network()) {
            Page page = openWeek(Look.DESKTOP, network);
            Locator sign = page.getByTestId("connection");
            fault = Fault.RESET;
            Visitor.passTimeUntil(page, sign::isVisible);
            assertThat(sign).containsText("Petty cannot be reached at the moment. You see what was loaded at");
            assertThat(page.getByTestId("week").locator("li")).hasCount(7);
            assertThat(page.getByTestId("problem")).hasCount(0);
            visitor.keep(page, "offline");
            fault = Fault.NONE;
            Visitor.passTimeUntil(page, sign::isHidden);
            assertThat(page.locator("h1")).hasText(WEEK);
            page.getByTestId("nav-day").click();
            assertThat(page.locator("h1")).hasText("Friday, 20 November 2026");
        }
    }

    @Test
    void keepsTheViewWhileAnswersAre503AndGoesOnByItself() throws IOException {
        try (MisbehavingProxy network = network()) {
            Page page = openWeek(Look.PHONE, network);
            Locator sign = page.getByTestId("connection");
            fault = Fault.UNAVAILABLE;
            Visitor.passTimeUntil(page, sign::isVisible);
            assertThat(sign).containsText("It goes on by itself");
            assertThat(page.locator("h1")).hasText(WEEK);
            visitor.keep(page, "unavailable-phone");
            fault = Fault.NONE;
            Visitor.passTimeUntil(page, sign::isHidden);
            assertThat(page.locator("h1")).hasText(WEEK);
        }
    }

    @Test
    void waitsAsLongAsItIsAskedTo() throws IOException {
        try (MisbehavingProxy network = network()) {
            Page page = openWeek(Look.DESKTOP, network);
            Locator sign = page.getByTestId("connection");
            fault = Fault.TOO_MANY_REQUESTS;
            page.waitForResponse(
                    answer -> answer.status() == 429,
                    () -> page.getByTestId("check").click());
            Visitor.awaitIdle(page);
            int asked = visitor.requests("GET /v1/").size();
            Visitor.passTime(page, (MisbehavingProxy.RETRY_AFTER_SECONDS - 5) * 1000);
            // An answer to a later question shows that no earlier one was on its way.
            page.evaluate("fetch('/favicon.svg').then(answer => answer.text())");
            assertThat(visitor.requests("GET /v1/")).as("meanwhile").hasSize(asked);
            Visitor.passTimeUntil(page, sign::isVisible);
            assertThat(sign).containsText("The server asks for a short pause.");
            visitor.keep(page, "too-many-requests");
            fault = Fault.NONE;
            Visitor.passTimeUntil(page, sign::isHidden);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"UNAVAILABLE", "RESET", "CUT"})
    void triesAgainWhatFailsOnce(Fault once) throws IOException {
        visitor.expectFailures();
        Set<String> asked = ConcurrentHashMap.newKeySet();
        try (MisbehavingProxy network = new MisbehavingProxy(
                Served.url(), request -> request.startsWith("GET /v1/") && asked.add(request) ? once : Fault.NONE)) {
            Page page = visitor.open(Look.DESKTOP, Served.link(network.endpoint(), "/?collar=LUNA-01", Served.OWNER));
            Locator title = page.locator("h1");
            Visitor.passTimeUntil(page, () -> title.textContent().equals("Saturday, 21 November 2026"));
            assertThat(page.getByTestId("connection")).isHidden();
            assertThat(visitor.requests("GET /v1/collars/LUNA-01/timeline")).hasSizeGreaterThan(1);
        }
    }

    @Test
    void saysThatTheNetworkIsSlowAndShowsTheDayWhenItComes() throws IOException {
        CountDownLatch arrived = new CountDownLatch(1);
        try (MisbehavingProxy network = new MisbehavingProxy(Served.url(), request -> {
            if (request.contains("/timeline?")) {
                awaitUninterruptibly(arrived);
            }
            return Fault.NONE;
        })) {
            Page page = visitor.arrive(Look.DESKTOP);
            page.waitForRequest(
                    "**/timeline?*",
                    () -> page.navigate(Served.link(network.endpoint(), "/?collar=LUNA-01", Served.OWNER)));
            assertThat(page.getByTestId("waiting")).isVisible();
            Visitor.passTime(page, 5_000);
            assertThat(page.locator("#slow")).isVisible();
            visitor.keep(page, "slow");
            arrived.countDown();
            assertThat(page.locator("h1")).hasText("Saturday, 21 November 2026");
            assertThat(page.locator("#slow")).isHidden();
        } finally {
            arrived.countDown();
        }
    }

    @Test
    void aLinkThatGetsNoAnswerCanBeTriedAgain() throws IOException {
        AtomicBoolean away = new AtomicBoolean(true);
        visitor.expectFailures();
        try (MisbehavingProxy network = new MisbehavingProxy(
                Served.url(),
                request -> request.startsWith("POST /v1/tokens ") && away.get() ? Fault.UNAVAILABLE : Fault.NONE)) {
            Page page = visitor.open(Look.DESKTOP, Served.link(network.endpoint(), "/", Served.OWNER));
            Locator gate = page.getByTestId("sign-in");
            assertThat(gate).hasAttribute("data-why", "code-unsent");
            visitor.keep(page, "link-unsent");
            away.set(false);
            gate.locator("button").click();
            assertThat(page.getByTestId("chart")).isVisible();
        }
    }

    /** A network that applies {@link #fault}. */
    private MisbehavingProxy network() throws IOException {
        return new MisbehavingProxy(
                Served.url(), request -> request.startsWith("GET /v1/") || fault == Fault.RESET ? fault : Fault.NONE);
    }

    /** Opens a week by a network that works, where requests may fail from then on. */
    private Page openWeek(Look look, MisbehavingProxy network) {
        Page page = visitor.open(look, Served.link(network.endpoint(), LUNAS_WEEK, Served.OWNER));
        assertThat(page.locator("h1")).hasText(WEEK);
        visitor.expectFailures();
        return page;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
