package io.petty.api.status;

import io.petty.api.http.Answers;
import io.petty.api.http.DayRange;
import io.petty.api.http.ProblemException;
import io.petty.api.http.QueryParameters;
import io.petty.api.http.Times;
import io.petty.lake.Lake;
import io.petty.lake.RejectCounts;
import io.petty.lake.RunHistory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/** The state of days and runs, for engineers. */
@RestController
@RequestMapping(path = "/v1/status", produces = MediaType.APPLICATION_JSON_VALUE)
class StatusController {
    private static final int RUNS = 30;

    private final RecordedDays days;
    private final RunHistory runs;
    private final Lake lake;

    StatusController(RecordedDays days, RunHistory runs, Lake lake) {
        this.days = days;
        this.runs = runs;
        this.lake = lake;
    }

    @GetMapping
    ResponseEntity<byte[]> status(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters parameters = new QueryParameters(request, "from", "to");
        DayRange asked = DayRange.between(parameters);
        Optional<LocalDate> newest = days.newest();
        LocalDate to = asked == null ? newest.orElse(LocalDate.EPOCH) : asked.to();
        LocalDate from = asked == null ? to.minusDays(DayRange.MOST_DAYS - 1L) : asked.from();
        List<RecordedDay> recorded = days.between(from, to);
        List<RunHistory.Run> last = runs.last(RUNS);
        return tagged(request, response, json -> {
            json.writeStartObject();
            json.writeStringProperty(
                    "newest_day", newest.map(LocalDate::toString).orElse(null));
            json.writeArrayPropertyStart("days");
            recorded.forEach(day -> writeDay(json, day));
            json.writeEndArray();
            json.writeArrayPropertyStart("runs");
            last.forEach(run -> writeRun(json, run));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    @GetMapping("/rejects")
    ResponseEntity<byte[]> rejects(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LocalDate day = new QueryParameters(request, "date").date("date");
        if (day == null) {
            throw ProblemException.badParameter("date", "Give the delivery day");
        }
        RejectCounts counts = RejectCounts.of(lake, day);
        return tagged(request, response, json -> {
            json.writeStartObject();
            json.writeStringProperty("day", day.toString());
            json.writeArrayPropertyStart("rejects");
            counts.byReason().forEach((reason, count) -> writeReason(json, reason, count, counts.byFile()));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** What is shown here depends on many records: the body itself makes the tag. */
    private static ResponseEntity<byte[]> tagged(
            HttpServletRequest request, HttpServletResponse response, Answers.Body body) throws IOException {
        byte[] bytes = Answers.bytes(body);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return Answers.json(request, response, Answers.state(text), json -> json.writeRaw(text));
    }

    private static void writeDay(JsonGenerator json, RecordedDay day) {
        json.writeStartObject();
        json.writeStringProperty("day", day.day().toString());
        json.writeStringProperty("state", day.state().name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("files", day.files());
        json.writeNumberProperty("readings", day.readings());
        json.writeNumberProperty("rejects", day.rejects());
        json.writeNumberProperty("forgotten", day.forgotten());
        Long run = day.run();
        if (run == null) {
            json.writeNullProperty("run");
        } else {
            json.writeNumberProperty("run", run);
        }
        json.writeStringProperty("published_at", text(day.publishedAt()));
        json.writeBooleanProperty("incomplete", day.incomplete());
        json.writeStringProperty("why", day.why());
        json.writeEndObject();
    }

    private static void writeRun(JsonGenerator json, RunHistory.Run run) {
        json.writeStartObject();
        json.writeNumberProperty("run", run.id());
        json.writeStringProperty("command", run.command());
        json.writeStringProperty("state", run.state());
        json.writeStringProperty("started_at", Times.text(run.startedAt()));
        json.writeStringProperty("ended_at", text(run.endedAt()));
        json.writeNumberProperty("published_days", run.publishedDays());
        json.writeStringProperty("message", run.message());
        json.writeEndObject();
    }

    private static void writeReason(
            JsonGenerator json, String reason, long count, Map<String, Map<String, Long>> byFile) {
        json.writeStartObject();
        json.writeStringProperty("reason", reason);
        json.writeNumberProperty("count", count);
        json.writeArrayPropertyStart("files");
        byFile.forEach((file, reasons) -> {
            Long inFile = reasons.get(reason);
            if (inFile != null) {
                json.writeStartObject();
                json.writeStringProperty("file", file);
                json.writeNumberProperty("count", inFile);
                json.writeEndObject();
            }
        });
        json.writeEndArray();
        json.writeEndObject();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : Times.text(time);
    }
}
