package io.petty.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.petty.systemtests.MisbehavingProxy;
import io.petty.systemtests.MisbehavingProxy.Fault;
import io.petty.systemtests.MisbehavingProxy.Plan;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the page while the network or the service fails. */
class BadNetworkTest {
    private static final String LUNAS_WEEK = "/?collar=LUNA-01&date=2026-11-20&view=week";
    private static final String LUNAS_TIMELINE = "GET /v1/collars/LUNA-01/timeline";
    private static final String WEEK = "Week to 20 November 2026";

    @RegisterExtension
    private final Visitor visitor = new Visitor();

    private static MisbehavingProxy network;

    /** Chooses the fault of each request. Tests change it. */
    private static volatile Plan plan = request -> Fault.NONE;

    @BeforeAll
    static void connect() throws IOException {
        network = new MisbehavingProxy(Served.url(), request -> plan.faultOf(request));
    }

    @AfterAll
    static void disconnect() throws IOException {
        network.close();
    }

    @AfterEach
    void repair() {
        plan = request -> Fault.NONE;
    }

    @Test
    void keepsTheViewWhileTheServiceIsUnreachableAndRecovers() {
        Page page = openWeek(Look.DESKTOP);
        Locator sign = page.getByTestId("connection");
        plan = request -> Fault.RESET;
        Visitor.passTimeUntil(page, sign::isVisible);
        assertThat(sign).containsText("Petty cannot be reached at the moment. You see data loaded at");
        assertThat(page.getByTestId("week").locator("li")).hasCount(7);
        assertThat(page.getByTestId("problem")).hasCount(0);
        visitor.keep(page, "offline");
        plan = request -> Fault.NONE;
        Visitor.passTimeUntil(page, sign::isHidden);
        assertThat(page.locator("h1")).hasText(WEEK);
        page.getByTestId("nav-day").click();
        assertThat(page.locator("h1")).hasText("Friday, 20 November 2026");
    }

    @Test
    void keepsTheViewWhileTheServiceAnswers503AndRecovers() {
        Page page = openWeek(Look.PHONE);
        Locator sign = page.getByTestId("connection");
        plan = forData(Fault.UNAVAILABLE);
        Visitor.passTimeUntil(page, sign::isVisible);
        assertThat(sign).containsText("The page retries automatically");
        assertThat(page.locator("h1")).hasText(WEEK);
        visitor.keep(page, "unavailable-phone");
        plan = request -> Fault.NONE;
        Visitor.passTimeUntil(page, sign::isHidden);
        assertThat(page.locator("h1")).hasText(WEEK);
    }

    @Test
    void respectsRetryAfter() {
        Page page = openWeek(Look.DESKTOP);
        Locator sign = page.getByTestId("connection");
        plan = forData(Fault.TOO_MANY_REQUESTS);
        page.waitForResponse(
                answer -> answer.status() == 429,
                () -> page.getByTestId("check").click());
        Visitor.awaitIdle(page);
        int asked = visitor.requests("GET /v1/").size();
        Visitor.passTime(page, (MisbehavingProxy.RETRY_AFTER_SECONDS - 5) * 1000);
        // An answer to a later request shows that no earlier request was in progress.
        page.evaluate("fetch('/favicon.svg').then(answer => answer.text())");
        assertThat(visitor.requests("GET /v1/")).as("requests during the pause").hasSize(asked);
        Visitor.passTimeUntil(page, sign::isVisible);
        assertThat(sign).containsText("The server asks for a short pause.");
        visitor.keep(page, "too-many-requests");
        plan = request -> Fault.NONE;
        Visitor.passTimeUntil(page, sign::isHidden);
    }

    @Test
    void retriesRequestsThatFailOnce() {
        visitor.expectFailures();
        Page page = visitor.arrive(Look.DESKTOP);
        for (Fault once : List.of(Fault.UNAVAILABLE, Fault.RESET, Fault.CUT)) {
            Set<String> asked = ConcurrentHashMap.newKeySet();
            plan = request -> request.startsWith("GET /v1/") && asked.add(request) ? once : Fault.NONE;
            int before = visitor.requests(LUNAS_TIMELINE).size();
            page.navigate(link("/?collar=LUNA-01"));
            Locator title = page.locator("h1");
            Visitor.passTimeUntil(page, () -> title.textContent().equals("Saturday, 21 November 2026"));
            assertThat(page.getByTestId("connection")).isHidden();
            assertThat(visitor.requests(LUNAS_TIMELINE)).as("after %s", once).hasSizeGreaterThan(before + 1);
            plan = request -> Fault.NONE;
            Visitor.forget(page);
        }
    }

    @Test
    void reportsASlowNetworkAndShowsTheDayOnceItArrives() {
        CountDownLatch arrived = new CountDownLatch(1);
        plan = request -> {
            if (request.contains("/timeline?")) {
                awaitUninterruptibly(arrived);
            }
            return Fault.NONE;
        };
        try {
            Page page = visitor.arrive(Look.DESKTOP);
            page.waitForRequest("**/timeline?*", () -> page.navigate(link("/?collar=LUNA-01")));
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
    void anUnansweredLinkCanBeRetried() {
        visitor.expectFailures();
        plan = request -> request.startsWith("POST /v1/tokens ") ? Fault.UNAVAILABLE : Fault.NONE;
        Page page = visitor.open(Look.DESKTOP, link("/"));
        Locator gate = page.getByTestId("sign-in");
        assertThat(gate).hasAttribute("data-why", "code-unsent");
        visitor.keep(page, "link-unsent");
        plan = request -> Fault.NONE;
        gate.locator("button").click();
        assertThat(page.getByTestId("chart")).isVisible();
    }

    private static Plan forData(Fault fault) {
        return request -> request.startsWith("GET /v1/") ? fault : Fault.NONE;
    }

    /** Opens a week over a working network. Requests may fail afterwards. */
    private Page openWeek(Look look) {
        Page page = visitor.open(look, link(LUNAS_WEEK));
        assertThat(page.locator("h1")).hasText(WEEK);
        visitor.expectFailures();
        return page;
    }

    private static String link(String place) {
        return Served.link(network.endpoint(), place, Served.OWNER);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
