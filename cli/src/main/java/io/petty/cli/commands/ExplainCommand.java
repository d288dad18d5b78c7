package io.petty.cli.commands;

import io.petty.cli.render.CalibrationText;
import io.petty.cli.render.EventOrigin;
import io.petty.cli.render.ExplanationText;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.rules.EventExplanation;
import io.petty.jobs.rules.EventExplanations;
import io.petty.jobs.rules.TimelineRules;
import io.petty.jobs.timeline.RestingHistory;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.PublishedDay;
import io.petty.parquet.export.TimeText;
import io.petty.reading.CollarDay;
import io.petty.reading.ReadingFiles;
import io.petty.settings.SettingsException;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import io.petty.timeline.RestingHeartRate;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Explains an event by computing its day again from the readings. */
@Command(
        name = "explain",
        description =
                "Explain an event: its rule with all figures, the run that published it, and the origin of its readings.",
        mixinStandardHelpOptions = true)
public final class ExplainCommand extends LakeCommand {
    @Parameters(paramLabel = "EVENT_ID", description = "The event's id. 'export timelines' shows it.")
    private String eventId = "";

    ExplainCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        LocalDate day = EventId.day(eventId)
                .orElseThrow(() -> new SettingsException(
                        "'%s' is not an event id; an event id is evt_ and 24 hex digits in lower case, such as evt_512ad5f5f93f95980b3050e5"
                                .formatted(eventId)));
        try (Workspace workspace = openExisting()) {
            Publication publication = workspace.publications().current(day).orElse(null);
            if (publication == null) {
                return failedUnpublished(workspace, day);
            }
            Event event = new PublishedDay(workspace.lake(), publication)
                    .event(eventId)
                    .orElse(null);
            if (event == null) {
                return failedUnknown(workspace, publication);
            }
            explain(workspace, publication, event);
        }
        return ExitCode.DONE;
    }

    private void explain(Workspace workspace, Publication publication, Event event) throws IOException {
        Lake lake = workspace.lake();
        TimelineRules rules = workspace.settings().rules();
        SortedMap<LocalDate, CollarDay> deliveries =
                new ReadingFiles(lake.readings(), List.of(event.day())).byDeliveryDay(event.day(), event.collarId());
        CollarDay readings = CollarDay.merge(event.collarId(), event.day(), deliveries.values());
        List<RestingHeartRate> earlier = new RestingHistory(lake, workspace.publications())
                .of(event.collarId(), event.day(), rules.baseline().windowDays());
        EventExplanations explanations = new EventExplanations(rules);
        EventExplanation explanation =
                explanations.explain(readings, earlier, event.start()).orElse(null);
        boolean isInForce = event.ruleset().equals(rules.ruleset());
        Event computed = explanation == null ? null : explanation.event();
        EventOrigin origin =
                new EventOrigin(workspace, publication, isInForce && computed != null ? computed : event, deliveries);
        ExplanationText text = new ExplanationText(out, event);
        text.event();
        if (isInForce) {
            List<String> differences = ExplanationText.differences(event, computed);
            if (!differences.isEmpty()) {
                text.differences(differences, origin.causes(), publication.pinnedRun());
            }
        } else {
            text.otherRules(rules.ruleset(), explanations.during(readings, earlier, event.start(), event.end()));
        }
        if (explanation != null) {
            text.why(explanation);
        }
        new CalibrationText(workspace, publication, event).print(out);
        origin.print(out);
    }

    private int failedUnpublished(Workspace workspace, LocalDate day) {
        List<LocalDate> days = workspace.publications().days();
        return failed(
                "the event's day, %s, is not published: %s%s",
                day,
                days.isEmpty()
                        ? "no day is published yet; start with ./petty run"
                        : "published days are from %s to %s; see ./petty status"
                                .formatted(days.get(0), days.get(days.size() - 1)),
                workspace.homeOption());
    }

    private int failedUnknown(Workspace workspace, Publication current) throws IOException {
        LocalDate day = current.eventDay();
        String home = workspace.homeOption();
        int code = failed(
                "there is no event %s on %s, the day in its id; run %d published that day at %s"
                        + " (./petty export timelines --date %s%s lists its events)",
                eventId, day, current.run(), TimeText.of(current.publishedAt()), day, home);
        boolean removed = false;
        for (Publication earlier : workspace.publications().history(day)) {
            PublishedDay published = new PublishedDay(workspace.lake(), earlier);
            if (!published.isKept()) {
                removed = true;
                continue;
            }
            Optional<Event> found = published.event(eventId);
            if (found.isPresent()) {
                Event event = found.get();
                err.printf(
                        "Run %d had published it at %s: %s of collar %s, %s to %s, ruleset %s."
                                + " Later publications don't have it.%n"
                                + "./petty rollback --date %s --to %d%s would restore that run's events of the day.%n",
                        earlier.run(),
                        TimeText.of(earlier.publishedAt()),
                        event.behavior().label(),
                        event.collarId(),
                        ExplanationText.time(event.start()),
                        ExplanationText.time(event.end()),
                        event.ruleset(),
                        day,
                        earlier.run(),
                        home);
                return code;
            }
        }
        err.println(
                removed
                        ? "None of the day's kept publications has it. Maintenance has removed older ones."
                        : "No earlier publication of the day has it either.");
        return code;
    }
}
