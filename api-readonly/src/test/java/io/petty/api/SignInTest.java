package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import io.petty.access.SignedIn;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sign-in, refresh and sign-out, with tokens in the body for programs and in a cookie for the page. */
@ExtendWith(SharedServer.class)
class SignInTest {
    private static final Set<Permission> BOTH = Set.of(Permission.TIMELINES_READ, Permission.STATUS_READ);
    private static final String DAY = "/v1/collars/LUNA-01/timeline?date=2026-11-20";
    private static final Pattern COOKIE = Pattern.compile(
            "petty_refresh=([A-Za-z0-9_-]{43}); Path=/v1/tokens; Max-Age=(\\d+); Expires=[^;]+; Secure; HttpOnly; SameSite=Strict");

    private static final Pattern HOST_COOKIE = Pattern.compile(
            "(__Host-petty_refresh=[A-Za-z0-9_-]{43}); Path=/; Max-Age=\\d+; Expires=[^;]+; Secure; HttpOnly; SameSite=Strict");

    private final ApiServer server;

    SignInTest(ApiServer server) {
        this.server = server;
    }

    @Test
    void exchangesACodeForTokensOnce() {
        String code = code();

        Answer first = server.post("/v1/tokens", "{\"code\":\"%s\"}".formatted(code), List.of());
        Answer second = server.post("/v1/tokens", "{\"code\":\"%s\"}".formatted(code), List.of());

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().propertyNames())
                .containsExactly("access_token", "token_type", "expires_in", "collars", "permissions", "refresh_token");
        assertThat(first.json("token_type")).isEqualTo("Bearer");
        assertThat(first.json().path("expires_in").asInt()).isEqualTo(900);
        assertThat(first.json().path("collars").toString()).isEqualTo("[\"BISCUIT-01\",\"LUNA-01\"]");
        assertThat(first.json().path("permissions").toString()).isEqualTo("[\"status:read\",\"timelines:read\"]");
        assertThat(first.header("Cache-Control")).isEqualTo("no-store");
        assertThat(first.header("Set-Cookie")).isNull();
        assertThat(read(first.json("access_token"))).isEqualTo(200);
        assertThat(second.status()).isEqualTo(401);
        assertThat(second.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(read(first.json("access_token"))).isEqualTo(200);
    }

    @Test
    void keepsThePagesRefreshTokenInACookieThatScriptsCannotRead() {
        Answer answer =
                server.post("/v1/tokens", "{\"code\":\"%s\",\"cookie\":true}".formatted(code()), ApiServer.PAGE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("refresh_token")).isFalse();
        Matcher cookie = COOKIE.matcher(String.valueOf(answer.header("Set-Cookie")));
        assertThat(cookie.matches()).as(answer.header("Set-Cookie")).isTrue();
        assertThat(Integer.parseInt(cookie.group(2))).isEqualTo(7 * 86_400);
        assertThat(answer.text()).doesNotContain(cookie.group(1));
    }

    @Test
    void refreshesByCookieAndReplacesTheCookie() {
        String cookie = "petty_refresh=" + signedIn().refreshToken();

        Answer answer =
                server.send("POST", "/v1/tokens/refresh", BodyPublishers.noBody(), ApiServer.PAGE, "Cookie", cookie);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("refresh_token")).isFalse();
        assertThat(answer.header("Set-Cookie")).matches(COOKIE).doesNotContain(cookie);
        assertThat(read(answer.json("access_token"))).isEqualTo(200);
    }

    @Test
    void restrictsTheCookieToThisHostOverTls() {
        Answer signedIn = server.post(
                "/v1/tokens",
                "{\"code\":\"%s\",\"cookie\":true}".formatted(code()),
                ApiServer.PAGE,
                "Origin",
                "https://petty.example");

        List<String> cookies = signedIn.headers().allValues("Set-Cookie");
        assertThat(cookies).hasSize(2).anyMatch(SignInTest::isCleared);
        String cookie = hostCookie(cookies);
        Answer refreshed = refreshByCookies(cookie, "https://petty.example");
        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(hostCookie(refreshed.headers().allValues("Set-Cookie"))).isNotEqualTo(cookie);
        assertThat(read(refreshed.json("access_token"))).isEqualTo(200);
    }

    private static boolean isCleared(String cookie) {
        return cookie.startsWith("petty_refresh=; Path=/v1/tokens; Max-Age=0;");
    }

    private static String hostCookie(List<String> cookies) {
        return cookies.stream()
                .map(HOST_COOKIE::matcher)
                .filter(Matcher::matches)
                .map(cookie -> cookie.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** A sibling domain can set a cookie without the prefix. */
    @Test
    void ignoresACookieOverTlsThatASiblingDomainMayHaveSet() {
        SignedIn another = signedIn();

        Answer answer = refreshByCookies("petty_refresh=" + another.refreshToken(), "https://petty.example");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().allValues("Set-Cookie")).anyMatch(SignInTest::isCleared);
        assertThat(refresh(another.refreshToken()).status())
                .as("the ignored token is still valid")
                .isEqualTo(200);
    }

    @Test
    void refusesTwoCookiesSinceAnotherSiteMayHaveSetOne() {
        String own = signedIn().refreshToken();
        String planted = signedIn().refreshToken();
        for (String origin : List.of("http://127.0.0.1", "https://petty.example")) {
            for (String cookies : List.of(
                    "petty_refresh=%s; petty_refresh=%s",
                    "__Host-petty_refresh=%s; petty_refresh=%s",
                    "petty_refresh=%s; a=b; __Host-petty_refresh=%s",
                    "__Host-petty_refresh=%s; __Host-petty_refresh=%s")) {
                for (String path : List.of("/v1/tokens/refresh", "/v1/tokens/revoke")) {
                    Answer answer = byCookies(path, cookies.formatted(planted, own), origin);
                    assertThat(answer.status()).as("%s %s", path, cookies).isEqualTo(400);
                    assertThat(answer.json("detail")).contains("two cookies", "sign in again");
                }
            }
        }
        assertThat(refresh(own).status()).isEqualTo(200);
        assertThat(refresh(planted).status()).isEqualTo(200);
    }

    @Test
    void keepsTheCookieAfterARequestFromAFormOfAnotherSite() {
        for (String path : List.of("/v1/tokens/refresh", "/v1/tokens/revoke")) {
            Answer answer = server.send("POST", path, BodyPublishers.noBody(), List.of());

            assertThat(answer.header("Set-Cookie")).as(path).isNull();
        }
    }

    private Answer refreshByCookies(String cookies, String origin) {
        return byCookies("/v1/tokens/refresh", cookies, origin);
    }

    private Answer byCookies(String path, String cookies, String origin) {
        return server.send("POST", path, BodyPublishers.noBody(), ApiServer.PAGE, "Cookie", cookies, "Origin", origin);
    }

    @Test
    void refusesTheCookieInRequestsOfOtherSites() {
        SignedIn signedIn = signedIn();
        String cookie = "petty_refresh=" + signedIn.refreshToken();
        List<List<String>> foreign = List.of(
                List.of(),
                List.of("X-Petty-Client", "page", "Sec-Fetch-Site", "cross-site"),
                List.of("X-Petty-Client", "page", "Sec-Fetch-Site", "same-site"),
                List.of("Sec-Fetch-Site", "same-origin"));
        for (List<String> headers : foreign) {
            for (String path : List.of("/v1/tokens/refresh", "/v1/tokens/revoke")) {
                Answer answer = server.send("POST", path, BodyPublishers.noBody(), headers, "Cookie", cookie);
                assertThat(answer.status()).as("%s %s", path, headers).isEqualTo(403);
            }
            assertThat(server.post("/v1/tokens", "{\"code\":\"a\",\"cookie\":true}", headers)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(read(signedIn.accessToken())).isEqualTo(200);
        Answer own = server.send(
                "POST",
                "/v1/tokens/refresh",
                BodyPublishers.noBody(),
                ApiServer.PAGE,
                "Cookie",
                cookie,
                "Sec-Fetch-Site",
                "same-origin");
        assertThat(own.status()).isEqualTo(200);
    }

    @Test
    void clearsAnInvalidCookie() {
        for (String value : List.of("nonsense", "A".repeat(43))) {
            Answer answer = server.send(
                    "POST",
                    "/v1/tokens/refresh",
                    BodyPublishers.noBody(),
                    ApiServer.PAGE,
                    "Cookie",
                    "petty_refresh=" + value);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("Set-Cookie")).startsWith("petty_refresh=; Path=/v1/tokens; Max-Age=0;");
        }
        assertThat(server.post("/v1/tokens/refresh", "{}", List.of()).status()).isEqualTo(401);
    }

    @Test
    void revokesTheWholeFamilyIfARefreshTokenIsReused() {
        SignedIn first = signedIn();
        Answer second = refresh(first.refreshToken());
        Answer third = refresh(second.json("refresh_token"));
        List<String> tokens = List.of(first.accessToken(), second.json("access_token"), third.json("access_token"));
        tokens.forEach(token -> assertThat(read(token)).isEqualTo(200));

        Answer stolen = refresh(first.refreshToken());

        assertThat(stolen.status()).isEqualTo(401);
        tokens.forEach(token -> assertThat(read(token)).isEqualTo(401));
        assertThat(refresh(third.json("refresh_token")).status()).isEqualTo(401);
    }

    @Test
    void revokesEveryTokenOfTheFamilyOnSignOut() {
        SignedIn byBody = signedIn();
        SignedIn byCookie = signedIn();

        Answer body = server.post(
                "/v1/tokens/revoke", "{\"refresh_token\":\"%s\"}".formatted(byBody.refreshToken()), List.of());
        Answer cookie = server.send(
                "POST",
                "/v1/tokens/revoke",
                BodyPublishers.noBody(),
                ApiServer.PAGE,
                "Cookie",
                "petty_refresh=" + byCookie.refreshToken());

        for (Answer answer : List.of(body, cookie)) {
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("Set-Cookie")).startsWith("petty_refresh=; Path=/v1/tokens; Max-Age=0;");
        }
        assertThat(read(byBody.accessToken())).isEqualTo(401);
        assertThat(read(byCookie.accessToken())).isEqualTo(401);
        assertThat(refresh(byBody.refreshToken()).status()).isEqualTo(401);
    }

    @Test
    void namesWhatIsWrongWithABody() {
        assertBad("{}", "code");
        assertBad("{\"code\":1}", "code");
        assertBad("{\"code\":null}", "code");
        assertBad("{\"code\":\"a\",\"cookie\":\"true\"}", "cookie");
        assertThat(server.post("/v1/tokens/refresh", "{\"refresh_token\":[]}", List.of())
                        .json("parameter"))
                .isEqualTo("refresh_token");
        assertThat(server.post("/v1/tokens", "{\"code\":\"\"}", List.of()).status())
                .isEqualTo(401);
    }

    private void assertBad(String body, String parameter) {
        Answer answer = server.post("/v1/tokens", body, List.of());
        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.json("parameter")).as(body).isEqualTo(parameter);
    }

    private String code() {
        return server.access()
                .tokens()
                .issueCode("ann", List.of("LUNA-01", "BISCUIT-01"), BOTH)
                .code();
    }

    private SignedIn signedIn() {
        return server.signedIn(BOTH, "LUNA-01");
    }

    private Answer refresh(String token) {
        return server.post("/v1/tokens/refresh", "{\"refresh_token\":\"%s\"}".formatted(token), List.of());
    }

    private int read(String token) {
        return server.get(DAY, ApiServer.bearer(token)).status();
    }
}
