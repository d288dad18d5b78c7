package io.petty.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.AuditLines;
import io.petty.api.access.Refusals.Kind;
import io.petty.api.access.Refusals.Refusal;
import io.petty.process.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The number of audit lines for any number of refused requests. */
class RefusalsTest {
    private static final String CLIENT = "192.0.2.1";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00Z"));
    private final AuditLines audit = new AuditLines();
    private final Refusals refusals = new Refusals(clock);

    @AfterEach
    void close() {
        refusals.close();
        audit.close();
    }

    @Test
    void theFirstIsLoggedAtOnceAndTheNextAreCountedForAMinute() {
        for (int i = 0; i < 100_000; i++) {
            note(CLIENT, 429, "-", "trace-" + i);
        }
        assertThat(audit.all()).singleElement().asString().contains("status=429", "count=1", "address=" + CLIENT);

        clock.forward(MINUTE.minusSeconds(1));
        refusals.writeDue();
        assertThat(audit.all()).hasSize(1);
        clock.forward(Duration.ofSeconds(1));
        refusals.writeDue();

        assertThat(audit.all()).hasSize(2);
        assertThat(audit.all().get(1))
                .contains(
                        "decision=denied",
                        "status=429",
                        "route=/v1/days",
                        "address=" + CLIENT,
                        "reason=-",
                        "count=99999",
                        "since=2026-11-20T12:00:00Z",
                        "first_trace=trace-1 ",
                        "last_trace=trace-99999");
    }

    @Test
    void areLoggedOnceAMinuteAndAtOnceAfterAQuietMinute() {
        note(CLIENT, 401, "MALFORMED", "a");
        for (int minute = 0; minute < 10; minute++) {
            note(CLIENT, 401, "MALFORMED", "b");
            clock.forward(MINUTE);
            refusals.writeDue();
        }
        assertThat(audit.all()).hasSize(11);

        clock.forward(MINUTE);
        refusals.writeDue();
        assertThat(audit.all()).as("after a minute without any").hasSize(11);
        note(CLIENT, 401, "MALFORMED", "c");
        assertThat(audit.all()).as("the first again").hasSize(12);
    }

    @Test
    void areCountedSeparatelyByAddressStatusReasonAndPrincipal() {
        for (int i = 0; i < 2; i++) {
            note(CLIENT, 401, "MALFORMED", "a");
            note("192.0.2.2", 401, "MALFORMED", "b");
            note(CLIENT, 401, "EXPIRED", "c");
            note(CLIENT, 429, "MALFORMED", "d");
            refusals.note(new Refusal(new Kind(CLIENT, 404, "-", "key:1"), "GET", "/v1/days", "e"));
            refusals.note(new Refusal(new Kind(CLIENT, 404, "-", "key:2"), "GET", "/v1/days", "f"));
        }
        assertThat(audit.all()).hasSize(6);
        clock.forward(MINUTE);
        refusals.writeDue();
        assertThat(audit.all()).hasSize(12);
    }

    @Test
    void areCountedTogetherBeyondALimitOfAddresses() {
        int flood = 20 * Refusals.MOST;
        for (int i = 0; i < flood; i++) {
            note("10.0.%d.%d".formatted(i >> 8, i & 255), 429, "-", "trace");
        }

        List<String> lines = audit.all();
        assertThat(lines).hasSize(Refusals.MOST + 1);
        clock.forward(MINUTE);
        refusals.writeDue();
        assertThat(audit.all()).hasSize(Refusals.MOST + 2);
        assertThat(audit.all().get(Refusals.MOST + 1))
                .contains("address=" + Refusals.OTHERS, "count=" + (flood - Refusals.MOST - 1));
        note("10.0.0.1", 429, "-", "trace");
        assertThat(audit.with("address=10.0.0.1 "))
                .as("counted separately again")
                .hasSize(2);
    }

    @Test
    void areLoggedWhenTheServiceEnds() {
        note(CLIENT, 403, "-", "a");
        note(CLIENT, 403, "-", "b");
        note("192.0.2.2", 403, "-", "c");
        assertThat(audit.all()).hasSize(2);

        refusals.close();

        assertThat(audit.all()).hasSize(3);
        assertThat(audit.all().get(2)).contains("count=1", "last_trace=b", "address=" + CLIENT);
    }

    private void note(String address, int status, String reason, String trace) {
        refusals.note(new Refusal(new Kind(address, status, reason, "-"), "GET", "/v1/days", trace));
    }
}
