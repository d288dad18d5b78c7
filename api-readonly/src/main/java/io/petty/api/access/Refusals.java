package io.petty.api.access;

import io.petty.api.connection.ClientNetwork;
import io.petty.api.http.Route;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.tomcat.util.threads.TaskThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.stereotype.Component;

/**
 * The audit log of refused requests. The first request of a kind is logged at once. The following ones are counted, and
 * their count is logged once a minute, so that no client can fill the log. Safe for use by several threads.
 */
@Component
final class Refusals implements AutoCloseable {
    /** The maximum number of kinds. Beyond it, new addresses are counted together as {@link #OTHERS}. */
    static final int MOST = 1_000;

    static final String OTHERS = "others";
    private static final String NONE = "-";
    private static final Logger LOG = LoggerFactory.getLogger("petty.audit");
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final long TICK_SECONDS = 5;
    private static final Pattern METHOD = Pattern.compile("[A-Z]{3,7}");

    private final Clock clock;
    private final Map<Kind, Counted> kinds = new HashMap<>();
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(new TaskThreadFactory("refusals-", true, Thread.NORM_PRIORITY));

    /**
     * A kind of refusals that are counted together.
     *
     * @param address the client's address; for IPv6, its /64 network
     * @param reason why the credential was refused; {@code -} if none was refused
     * @param principal the id of the principal; {@code -} for none
     */
    record Kind(String address, int status, String reason, String principal) {
        private Kind ofOthers() {
            return new Kind(OTHERS, status, reason, NONE);
        }

        @Override
        public String toString() {
            return "%d, address %s, principal %s, reason %s".formatted(status, address, principal, reason);
        }
    }

    /** A refused request. */
    record Refusal(Kind kind, String method, String route, String trace) {
        /** Returns the refusal of a request, from the attributes that filters have set. */
        static Refusal of(HttpServletRequest request, int status) {
            Kind kind = new Kind(
                    ClientNetwork.of(request.getRemoteAddr()),
                    status,
                    text(request.getAttribute(Audit.REFUSED)),
                    text(request.getAttribute(Audit.PRINCIPAL)));
            // A client can send any text as a method, and malformed HTTP has none.
            String sent = text(request.getMethod());
            String method = METHOD.matcher(sent).matches() ? sent : NONE;
            return new Refusal(kind, method, text(request.getAttribute(Route.ATTRIBUTE)), text(MDC.get("traceId")));
        }
    }

    /**
     * The refusals of a kind that aren't logged yet; {@code first} and {@code last} are only valid if there are any.
     */
    private static final class Counted {
        private Instant since;
        private long count;
        private Refusal first;
        private Refusal last;

        private Counted(Instant since, Refusal written) {
            this.since = since;
            first = written;
            last = written;
        }
    }

    /** @param clock measures the minutes */
    Refusals(Clock clock) {
        this.clock = clock;
        ScheduledFuture<?> unused =
                ticker.scheduleWithFixedDelay(this::writeDue, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    static String text(@Nullable Object value) {
        return value == null ? NONE : value.toString();
    }

    void note(Refusal refusal) {
        Kind kind = count(refusal);
        if (kind != null) {
            line(kind, refusal, 1).log("Denied {} {}: {}", refusal.method(), refusal.route(), kind);
        }
    }

    /** Counts a refusal and returns null. The first refusal of a kind isn't counted; returns its kind instead. */
    private synchronized @Nullable Kind count(Refusal refusal) {
        Kind kind = refusal.kind();
        Counted counted = kinds.get(kind);
        if (counted == null && kinds.size() >= MOST) {
            kind = kind.ofOthers();
            counted = kinds.get(kind);
        }
        if (counted == null) {
            kinds.put(kind, new Counted(clock.instant(), refusal));
            return kind;
        }
        if (counted.count == 0) {
            counted.first = refusal;
        }
        counted.last = refusal;
        counted.count++;
        return null;
    }

    /** Logs the counts whose minute is over, and removes kinds without refusals in their minute. */
    synchronized void writeDue() {
        Instant now = clock.instant();
        for (Iterator<Map.Entry<Kind, Counted>> all = kinds.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Kind, Counted> one = all.next();
            Counted counted = one.getValue();
            if (now.isBefore(counted.since.plus(PERIOD))) {
                continue;
            }
            if (counted.count == 0) {
                all.remove();
            } else {
                write(one.getKey(), counted);
                counted.count = 0;
                counted.since = now;
            }
        }
    }

    private static void write(Kind kind, Counted counted) {
        Refusal first = counted.first;
        line(kind, first, counted.count)
                .addKeyValue("since", counted.since)
                .addKeyValue("first_trace", first.trace())
                .addKeyValue("last_trace", counted.last.trace())
                .log(
                        "Denied {} more since {}, first {} {}: {}, traces {} to {}",
                        counted.count,
                        counted.since,
                        first.method(),
                        first.route(),
                        kind,
                        first.trace(),
                        counted.last.trace());
    }

    private static LoggingEventBuilder line(Kind kind, Refusal refusal, long count) {
        return LOG.atInfo()
                .addKeyValue("decision", "denied")
                .addKeyValue("status", kind.status())
                .addKeyValue("method", refusal.method())
                .addKeyValue("route", refusal.route())
                .addKeyValue("address", kind.address())
                .addKeyValue("principal", kind.principal())
                .addKeyValue("reason", kind.reason())
                .addKeyValue("count", count);
    }

    /** Logs the remaining counts. */
    @Override
    public synchronized void close() {
        ticker.shutdownNow();
        kinds.forEach((kind, counted) -> {
            if (counted.count > 0) {
                write(kind, counted);
            }
        });
        kinds.clear();
    }
}
