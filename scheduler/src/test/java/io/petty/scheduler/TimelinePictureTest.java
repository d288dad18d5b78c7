package io.petty.scheduler;

import static io.petty.scheduler.DayBuilder.DAY;
import static io.petty.timeline.Behavior.DEEP_SLEEP;
import static io.petty.timeline.Behavior.PLAYING_FETCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.Event;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
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
        assertThat(TimelinePicture.svg("BISCUIT-01", DAY, EVENTS, null))
                .contains("fill=\"#0072b2\" x=\"160.0\" y=\"92\" width=\"160.0\" height=\"36\"")
                .contains("fill=\"#e69f00\" x=\"797.5\" y=\"174\" width=\"2.5\" height=\"16\"");
    }

    @Test
    void tellsScreenReadersTheSame() {
        assertThat(TimelinePicture.svg("BISCUIT-01", DAY, EVENTS, DayBuilder.summary(52.4, "prolonged_inactivity")))
                .contains("<title id=\"title\">BISCUIT-01, 2026-11-20 (UTC)</title>")
                .contains("<desc id=\"description\">Deep Sleep 6 h 00 min, Playing Fetch 20 s."
                        + " One unbroken rest for most of the daytime.</desc>");
    }

    @Test
    void isXmlThatNamesNothingElsewhere() throws Exception {
        String svg = TimelinePicture.svg("<&>", DAY, EVENTS, DayBuilder.summary(null, "a<b"));

        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(svg.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http", "url(", "@import", "href");
    }

    @Test
    void drawsADayWithoutEvents() {
        assertThat(TimelinePicture.svg("BISCUIT-01", DAY, List.of(), null)).contains("No events.</desc>");
    }
}
