package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import io.petty.api.connection.WatchedProtocol;
import io.petty.api.settings.ApiSettings;
import io.petty.api.settings.ConnectionLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The service trusts a proxy for the address of the client and its use of TLS, but not for the host of redirects. */
@ExtendWith(SharedServer.class)
class TrustedProxyTest {
    private static final int BURST = 2;

    private static ApiServer behindProxy;

    @BeforeAll
    static void start(ApiServer whole) {
        Map<String, Object> settings = Map.of(
                "petty.api.trusted-proxies",
                "127\\.0\\.0\\.1",
                "petty.api.rate-limits.address-per-second",
                1,
                "petty.api.rate-limits.address-burst",
                BURST);
        behindProxy = ApiServer.start(whole.home(), settings, SharedServer.CLOCK);
    }

    @AfterAll
    static void stop() {
        behindProxy.close();
    }

    @BeforeEach
    void refillBuckets() {
        SharedServer.CLOCK.forward(SharedServer.REFILL);
    }

    @Test
    void countsEachClientOfTheProxy() {
        SurfaceTest.assertLimited(from(() -> "10.1.2.3"), BURST, 1);
        assertThat(from(() -> "10.1.2.4").get().status()).isEqualTo(401);
    }

    @Test
    void countsAllSpellingsOfAnAddressTogether() {
        AtomicInteger port = new AtomicInteger(1024);
        SurfaceTest.assertLimited(from(() -> "10.1.2.5:" + port.incrementAndGet()), BURST, 1);
        assertThat(from(() -> "::ffff:10.1.2.5").get().status()).isEqualTo(429);
    }

    @Test
    void countsAllSpellingsOfAnIpv6NetworkTogether() {
        AtomicInteger host = new AtomicInteger();
        SurfaceTest.assertLimited(from(() -> "2001:db8:1:2::" + Integer.toHexString(host.incrementAndGet())), BURST, 1);
        for (String spelling :
                List.of("2001:0db8:0001:0002:1:2:3:4", "[2001:DB8:1:2::7]:443", "2001:db8:1:2:a:b:1.2.3.4")) {
            assertThat(from(() -> spelling).get().status()).as(spelling).isEqualTo(429);
        }
        assertThat(from(() -> "2001:db8:1:3::1").get().status()).isEqualTo(401);
    }

    @Test
    void trustsAProxyThatIsNamedWithItsPort() {
        SurfaceTest.assertLimited(from(() -> "10.1.2.7, 127.0.0.1:4711"), BURST, 1);
        assertThat(from(() -> "10.1.2.8, 127.0.0.1:4712").get().status()).isEqualTo(401);
        // 10.1.2.10 isn't a trusted proxy, so it counts as the client.
        SurfaceTest.assertLimited(from(() -> "10.1.2.9, 10.1.2.10:4711"), BURST, 1);
        assertThat(from(() -> "10.1.2.11, 10.1.2.10:4711").get().status()).isEqualTo(429);
    }

    @Test
    void countsMalformedAddressesTogether() {
        AtomicInteger number = new AtomicInteger();
        SurfaceTest.assertLimited(from(() -> "made-up-" + number.incrementAndGet()), BURST, 1);
    }

    private static Supplier<Answer> from(Supplier<String> address) {
        return () -> behindProxy.get("/v1/days", List.of(), "X-Forwarded-For", address.get());
    }

    @Test
    void setsTheHostCookieIfTheProxyForwardsTls() {
        String code = behindProxy
                .access()
                .tokens()
                .issueCode("ann", List.of("LUNA-01"), Set.of(Permission.TIMELINES_READ))
                .code();
        Answer signedIn = behindProxy.post(
                "/v1/tokens",
                "{\"code\":\"%s\",\"cookie\":true}".formatted(code),
                ApiServer.PAGE,
                "X-Forwarded-For",
                "10.1.2.6",
                "X-Forwarded-Proto",
                "https");
        assertThat(signedIn.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("__Host-petty_refresh="));
    }

    @Test
    void redirectsToTheSameHostWhateverTheProxyForwards() {
        AtomicInteger client = new AtomicInteger();
        RedirectTest.assertRedirectsWithin(
                behindProxy,
                () -> List.of(
                        "X-Forwarded-For",
                        "10.9.0." + client.incrementAndGet(),
                        "X-Forwarded-Host",
                        RedirectTest.ELSEWHERE,
                        "X-Forwarded-Proto",
                        "https",
                        "X-Forwarded-Port",
                        "4443",
                        "X-Forwarded-Prefix",
                        "//" + RedirectTest.ELSEWHERE,
                        "Forwarded",
                        "host=" + RedirectTest.ELSEWHERE + ";proto=https"));
    }

    @Test
    void allowsAnyNumberOfConnectionsOfTheProxy() throws IOException {
        WatchedProtocol protocol = behindProxy.protocol();
        protocol.setLimits(new ConnectionLimits(1, Duration.ofMinutes(30), Duration.ofMinutes(30)));
        List<Socket> ofProxy = new ArrayList<>();
        try (Socket first = connect("127.0.0.2")) {
            awaitAnswer(first);
            for (int i = 0; i < 5; i++) {
                ofProxy.add(connect("127.0.0.1"));
            }
            try (Socket second = connect("127.0.0.2")) {
                // The client at 127.0.0.2 exceeds the limit, so its first connection is cut. By then, all of the
                // proxy's connections have been checked too.
                assertThat(SlowClientsTest.hasEnded(first)).isTrue();
                for (Socket socket : ofProxy) {
                    socket.getOutputStream()
                            .write(RawRequest.of("GET", "/v1/days", List.of("X-Forwarded-For", "10.1.3.1")));
                    assertThat(socket.getInputStream().read()).isEqualTo('H');
                }
                assertThat(second.isConnected()).isTrue();
            }
        } finally {
            protocol.setLimits(behindProxy.context().getBean(ApiSettings.class).connections());
            for (Socket socket : ofProxy) {
                socket.close();
            }
        }
    }

    /** Waits for an answer, so that the connection is older than the next ones by at least a millisecond. */
    private static void awaitAnswer(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            assertThat(read).as("after %s", head).isNotEqualTo(-1);
            head.append((char) read);
        }
        long answered = System.currentTimeMillis();
        while (System.currentTimeMillis() == answered) {
            Thread.onSpinWait();
        }
    }

    private static Socket connect(String address) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), behindProxy.port(), InetAddress.getByName(address), 0);
        socket.setSoTimeout(RawRequest.PATIENCE_MILLIS);
        return socket;
    }
}
