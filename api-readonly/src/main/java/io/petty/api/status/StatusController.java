package io.petty.api.status;

import io.petty.api.http.Answers;
import io.petty.api.http.DayRange;
import io.petty.api.http.ProblemException;
import io.petty.api.http.QueryParameters;
import io.petty.api.http.Times;
import io.petty.lake.DayState;
import io.petty.lake.DayStates;
import io.petty.lake.Lake;
import io.petty.lake.LakeRecords;
import io.petty.lake.LeaseHolder;
import io.petty.lake.RejectCounts;
import io.petty.lake.RunHistory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/** The endpoints for the states of days, runs and rejects. */
@RestController
@RequestMapping(path = "/v1/status", produces = MediaType.APPLICATION_JSON_VALUE)
class StatusController {
    private static final int RUNS = 30;

    private final DayStates states;
    private final RunHistory runs;
    private final Supplier<Optional<LeaseHolder>> lease;
    private final Lake lake;

    StatusController(DayStates states, LakeRecords records, Supplier<Optional<LeaseHolder>> lease, Lake lake) {
        this.states = states;
        this.runs = records.history();
        this.lease = lease;
        this.lake = lake;
    }

    @GetMapping
    ResponseEntity<byte[]> status(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters parameters = new QueryParameters(request, "from", "to");
        DayRange asked = DayRange.between(parameters);
        NavigableSet<LocalDate> recorded = states.recorded();
        LocalDate newest = recorded.isEmpty() ? null : recorded.last();
        LocalDate to = asked != null ? asked.to() : newest != null ? newest : LocalDate.EPOCH;
        LocalDate from = asked == null ? to.minusDays(DayRange.MOST_DAYS - 1L) : asked.from();
        List<DayState> days = states.of(throughout(recorded.subSet(from, true, to, true)), Map.of());
        List<RunHistory.Run> last = lastRuns();
        return tagged(request, response, json -> {
            json.writeStartObject();
            json.writeStringProperty("newest_day", newest == null ? null : newest.toString());
            json.writeArrayPropertyStart("days");
            days.forEach(day -> writeDay(json, day));
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
            throw ProblemException.badParameter("date", "Name the delivery day");
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

    private List<RunHistory.Run> lastRuns() {
        List<RunHistory.Run> last = new ArrayList<>();
        for (RunHistory.Run run : runs.last(RUNS)) {
            boolean dead = run.isRunning()
                    && lease.get().filter(holder -> holder.isRun(run.id())).isEmpty();
            // Either the run has just ended, or its process has died, which only the next run records.
            last.add(dead ? runs.find(run.id()).orElse(run).cutOffIfRunning() : run);
        }
        return last;
    }

    /** Returns all days from the first to the last, including those without records, whose state is missing. */
    private static SortedSet<LocalDate> throughout(NavigableSet<LocalDate> days) {
        return days.isEmpty()
                ? days
                : days.first().datesUntil(days.last().plusDays(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Derives the tag from the body, since the body depends on many records. */
    private static ResponseEntity<byte[]> tagged(
            HttpServletRequest request, HttpServletResponse response, Answers.Body body) throws IOException {
        byte[] bytes = Answers.bytes(body);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return Answers.json(request, response, Answers.state(text), json -> json.writeRaw(text));
    }

    private static void writeDay(JsonGenerator json, DayState day) {
        json.writeStartObject();
        json.writeStringProperty("day", day.day().toString());
        json.writeStringProperty("state", day.state().label());
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
        json.writeStringProperty("published_at", Times.text(day.publishedAt()));
        json.writeBooleanProperty("incomplete", day.incomplete());
        json.writeStringProperty("why", day.cause());
        json.writeEndObject();
    }

    private static void writeRun(JsonGenerator json, RunHistory.Run run) {
        json.writeStartObject();
        json.writeNumberProperty("run", run.id());
        json.writeStringProperty("command", run.command());
        json.writeStringProperty("state", run.state());
        json.writeStringProperty("started_at", Times.text(run.startedAt()));
        json.writeStringProperty("ended_at", Times.text(run.endedAt()));
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
}
