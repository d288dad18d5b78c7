package io.petty.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests days in the viewer's time zone, on the page and in the terminal. */
class LocalDaysTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** Chromium uses the old id of this zone, without the first h. */
    private static final Pattern KATHMANDU = Pattern.compile("Asia/Kath?mandu");

    private static final Duration SESSION_GAP = Duration.ofMinutes(30);
    private static final double MILLIS_PER_MINUTE = 60_000;

    @RegisterExtension
    private final Visitor visitor = new Visitor();

    /** A period of one behavior, which may span several days. */
    private record Stretch(String behavior, long start, long end) {}

    @ParameterizedTest
    @CsvSource({
        "Pacific/Auckland, 2026-11-21, 24",
        "Asia/Kathmandu, 2026-11-21, 24",
        "America/New_York, 2026-03-08, 23",
        "America/New_York, 2026-11-01, 25"
    })
    void showsADayInTheViewersZoneWithDurationsExactToTheMillisecond(String zone, LocalDate date, int hours) {
        Page page = visitor.arrive(Look.DESKTOP.in(zone));
        List<Response> answers = new ArrayList<>();
        page.onResponse(answers::add);
        page.navigate(Served.link("/?collar=LUNA-01&date=" + date));
        assertThat(page.getByTestId("zone").locator("option:checked")).hasText(own(zone));
        assertThat(events(page).first()).isVisible();
        if (hours == 24) {
            assertThat(page.getByTestId("parts")).isHidden();
        } else {
            assertThat(page.getByTestId("parts"))
                    .hasText("The clocks changed: this day has %d h 00 min.".formatted(hours));
        }
        assertThat(page.locator(".hour-label").first()).hasText("00:00");
        assertThat(page.locator(".hour-label").last()).hasText("24:00");
        Visitor.awaitIdle(page);
        visitor.keep(page, "local-day-%s-%s".formatted(zone.replace('/', '-'), date));

        JsonNode timeline = day(answers, "timeline");
        JsonNode summary = day(answers, "summaries");
        long start = Instant.parse(timeline.path("start").asString()).toEpochMilli();
        long end = Instant.parse(timeline.path("end").asString()).toEpochMilli();
        assertThat(Duration.ofMillis(end - start)).isEqualTo(Duration.ofHours(hours));
        Map<String, Long> expected = lengths(exported(date, ZoneId.of(zone)), start, end);
        assertThat(expected).isNotEmpty();
        assertThat(spanLengths(timeline)).isEqualTo(expected);
        expected.forEach((behavior, millis) -> assertThat(summary.path("minutes")
                        .path("minutes_" + behavior.toLowerCase(Locale.ROOT).replace(' ', '_'))
                        .asDouble())
                .as(behavior)
                .isEqualTo(millis / MILLIS_PER_MINUTE));
        assertThat(summary.path("minutes").path("observed_minutes").asDouble())
                .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum() / MILLIS_PER_MINUTE);
    }

    @Test
    void drawsANightAcrossUtcMidnightAsOneEventAndLabelsValuesPerUtcDay() {
        Page page = visitor.open(
                Look.DESKTOP.in("America/New_York"), Served.link("/?collar=LUNA-01&date=" + ClockChangeDays.AUTUMN));
        // The sleep starts at 17:48 (22:48 UTC). Around each earlier minute, more than 10 % of the minutes are
        // restless.
        Locator last = events(page).last();
        assertThat(last).hasAttribute("aria-label", Pattern.compile("continues after the day"));
        last.focus();
        assertThat(page.getByTestId("within-day")).containsText("17:48 – 24:00");
        assertThat(page.getByTestId("evidence").locator("[data-utc-day]")).hasCount(2);
        assertThat(page.getByTestId("facts").locator(".utc-day")).not().hasCount(0);
        assertThat(page.getByTestId("facts")).containsText("1 Nov UTC");
        assertThat(page.getByTestId("facts")).containsText("2 Nov UTC");
        visitor.keep(page, "local-day-evidence");
    }

    @Test
    void marksTheUnpublishedPartOfTheNewestDay() {
        Page page = visitor.open(Look.DESKTOP.in("Pacific/Auckland"), Served.link("/?collar=LUNA-01"));
        assertThat(page.locator("h1")).hasText("Sunday, 22 November 2026");
        assertThat(page.getByTestId("parts")).hasText("13:00 – 24:00 is not published yet.");
        assertThat(page.getByTestId("chart").locator(".unpublished")).hasCount(1);
        visitor.keep(page, "local-day-newest");
        page.getByTestId("previous").click();
        assertThat(page.locator("h1")).hasText("Saturday, 21 November 2026");
        assertThat(page.getByTestId("parts")).isHidden();
        page.getByTestId("nav-week").click();
        assertThat(page.getByTestId("week").locator("li[data-published=true]")).hasCount(5);
        Visitor.awaitIdle(page);
        visitor.keep(page, "local-week");
    }

    @Test
    void remembersTheChosenZone() {
        Look look = Look.PHONE.in("Asia/Kathmandu");
        Page page = visitor.open(look, Served.link("/?collar=LUNA-01&date=2026-11-21"));
        assertThat(events(page).first()).isVisible();
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(look.width());
        visitor.keep(page, "local-day-phone");
        page.getByTestId("zone").selectOption("America/New_York");
        assertThat(page).hasURL(Pattern.compile("zone=America%2FNew_York"));
        assertThat(page.locator(".view-head")).containsText("America/New_York");

        page.navigate(Served.url() + "/?collar=LUNA-01&date=2026-11-20");
        assertThat(page.getByTestId("zone")).hasValue("America/New_York");
        assertThat(page.locator(".view-head")).containsText("America/New_York");

        page.getByTestId("zone").selectOption("");
        assertThat(page.locator(".view-head")).containsText(KATHMANDU);
        page.reload();
        assertThat(page.locator(".view-head")).containsText(KATHMANDU);
    }

    @Test
    void drawsTheSameDayInTheTerminal() {
        String drawing = Served.home()
                .command("timeline", "LUNA-01", "--date", ClockChangeDays.AUTUMN, "--zone", "America/New_York");

        assertThat(drawing)
                .startsWith("LUNA-01  2026-11-01 America/New_York, 25 h 00 min\n")
                .contains("UTC day 2026-11-01, here 00:00:00–19:00:00\n")
                .contains("UTC day 2026-11-02, here 19:00:00–24:00:00\n")
                .contains("–24:00:00  Deep Sleep");
        assertThat(Served.home().command("timeline", "LUNA-01", "--date", "2026-11-22", "--zone", "Pacific/Auckland"))
                .contains("· not published yet")
                .contains("UTC day 2026-11-22, here 13:00:00–24:00:00\nNot published yet\n");
        assertThat(Served.home().command("timeline", "LUNA-01", "--date", "2026-11-20", "--zone", "UTC"))
                .startsWith(Served.home()
                        .command("timeline", "LUNA-01", "--date", "2026-11-20")
                        .replaceFirst("(?s)\nReadings .*", ""));
    }

    /** Returns the label of the browser's zone in the page's list. */
    private static Pattern own(String zone) {
        String name = zone.equals("Asia/Kathmandu") ? KATHMANDU.pattern() : zone.replace('_', ' ');
        return Pattern.compile(name + " \\(yours\\)");
    }

    private static Locator events(Page page) {
        return page.getByTestId("events").getByRole(AriaRole.OPTION);
    }

    private static JsonNode day(List<Response> answers, String endpoint) {
        Response answer = answers.stream()
                .filter(response -> response.url().contains("/" + endpoint + "?"))
                .reduce((first, second) -> second)
                .orElseThrow();
        return JSON.readTree(answer.text()).at("/days/0");
    }

    private static Map<String, Long> spanLengths(JsonNode timeline) {
        Map<String, Long> lengths = new TreeMap<>();
        timeline.path("spans")
                .forEach(span -> lengths.merge(
                        span.path("behavior").asString(), millis(span, "end") - millis(span, "start"), Long::sum));
        return lengths;
    }

    /**
     * Returns the events of a local day from exports. Joins events that were split at UTC midnight, without the
     * product's code.
     */
    private static List<Stretch> exported(LocalDate date, ZoneId zone) {
        List<Stretch> stretches = new ArrayList<>();
        LocalDate first = LocalDate.ofInstant(date.atStartOfDay(zone).toInstant(), ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(
                date.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1), ZoneOffset.UTC);
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            boolean beginning = true;
            for (String line :
                    Served.home().command("export", "timelines", "--date", day).split("\n", -1)) {
                if (line.contains("\"LUNA-01\"")) {
                    JsonNode event = JSON.readTree(line);
                    add(stretches, event, beginning);
                    beginning = false;
                }
            }
        }
        return stretches;
    }

    private static void add(List<Stretch> stretches, JsonNode event, boolean firstOfItsDay) {
        Stretch next = new Stretch(event.path("behavior").asString(), millis(event, "start"), millis(event, "end"));
        Stretch before = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
        if (firstOfItsDay
                && before != null
                && before.behavior().equals(next.behavior())
                && !next.behavior().equals("Unknown")
                && next.start() - before.end() <= SESSION_GAP.toMillis()) {
            stretches.set(stretches.size() - 1, new Stretch(next.behavior(), before.start(), next.end()));
        } else {
            stretches.add(next);
        }
    }

    private static Map<String, Long> lengths(List<Stretch> stretches, long start, long end) {
        Map<String, Long> lengths = new TreeMap<>();
        for (Stretch stretch : stretches) {
            long from = Math.max(start, stretch.start());
            long to = Math.min(end, stretch.end());
            if (from < to || (from == to && stretch.start() >= start && stretch.start() < end)) {
                lengths.merge(stretch.behavior(), to - from, Long::sum);
            }
        }
        return lengths;
    }

    private static long millis(JsonNode row, String member) {
        return Instant.parse(row.path(member).asString()).toEpochMilli();
    }
}
