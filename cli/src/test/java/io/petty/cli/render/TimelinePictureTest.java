package io.petty.cli.render;

import static io.petty.cli.render.DayBuilder.DAY;
import static io.petty.timeline.Behavior.DEEP_SLEEP;
import static io.petty.timeline.Behavior.PLAYING_FETCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.Event;
import io.petty.timeline.LocalDay;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class TimelinePictureTest {
    private static final List<Event> EVENTS = new DayBuilder()
            .event("00:00", "06:00", DEEP_SLEEP)
            .event("23:59:40", "24:00", PLAYING_FETCH)
            .build();

    @Test
    void drawsEventsAtTheirTimesAndTinyOnesInsideTheBar() {
        assertThat(TimelinePicture.svg("BISCUIT-01", ShownDay.utc(DAY, EVENTS), List.of()))
                .contains("fill=\"#0072b2\" x=\"160.0\" y=\"92\" width=\"160.0\" height=\"36\"")
                .contains("fill=\"#e69f00\" x=\"797.5\" y=\"174\" width=\"2.5\" height=\"16\"");
    }

    @Test
    void describesThePictureToScreenReaders() {
        assertThat(TimelinePicture.svg(
                        "BISCUIT-01", ShownDay.utc(DAY, EVENTS), List.of(FlagText.of("prolonged_inactivity"))))
                .contains("<title id=\"title\">BISCUIT-01, 2026-11-20 (UTC)</title>")
                .contains("<desc id=\"description\">Deep Sleep 6 h 00 min, Playing Fetch 20 s."
                        + " One unbroken rest for most of the daytime.</desc>");
    }

    @Test
    void isXmlWithoutExternalReferences() throws Exception {
        String svg = TimelinePicture.svg("<&>", ShownDay.utc(DAY, EVENTS), List.of("a<b"));

        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(svg.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http", "url(", "@import", "href");
    }

    @Test
    void drawsALocalDayByItsOwnClocksAndMarksWhatIsNotPublished() {
        LocalDay day = LocalDay.of(LocalDate.of(2026, 11, 1), ZoneId.of("America/New_York"));
        ShownDay shown = new ShownDay(day, List.of(), day.parts().subList(1, 2));

        assertThat(TimelinePicture.svg("BISCUIT-01", shown, List.of()))
                .contains("<title id=\"title\">BISCUIT-01, 2026-11-01 (America/New_York)</title>")
                .contains(">2026-11-01 America/New_York, 25 h 00 min<")
                // The clocks go back at two o'clock, so three o'clock is four hours after the start of the day.
                .contains("x=\"262\" y=\"78\" text-anchor=\"middle\">03<")
                .contains("class=\"unpublished\" x=\"672.0\" y=\"92\" width=\"128.0\" height=\"36\"")
                .contains(">Not published yet: 19:00:00–24:00:00<");
    }

    @Test
    void drawsADayWithoutEvents() {
        assertThat(TimelinePicture.svg("BISCUIT-01", ShownDay.utc(DAY, List.of()), List.of()))
                .contains("No events.</desc>");
    }
}
