package io.petty.cli.commands;

import io.petty.cli.render.FlagText;
import io.petty.cli.render.ShownDay;
import io.petty.cli.render.SummaryText;
import io.petty.cli.render.TimelineDrawing;
import io.petty.cli.render.TimelinePicture;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Terminal;
import io.petty.cli.workspace.Workspace;
import io.petty.lake.NoDataException;
import io.petty.lake.Publication;
import io.petty.lake.PublishedDay;
import io.petty.timeline.Event;
import io.petty.timeline.LocalDay;
import io.petty.timeline.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws a collar's day. */
@Command(
        name = "timeline",
        description = "Draw a collar's day over 24 hours, with its longest events and its summary.",
        mixinStandardHelpOptions = true)
public final class TimelineCommand extends LakeCommand {
    @Parameters(paramLabel = "COLLAR", description = "The collar's id.")
    private String collarId = "";

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            required = true,
            description = "The event day, or with --zone a day of that zone.")
    private LocalDate date = LocalDate.EPOCH;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = ZoneOption.class,
            description = "Draw a day of this time zone, such as Europe/Berlin or +05:45. It is composed of UTC days.")
    private @Nullable ZoneId zone;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "Write a picture to this file instead of drawing on the terminal.")
    private @Nullable Path svg;

    TimelineCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        check("--svg", svg);
        try (Workspace workspace = openExisting()) {
            if (zone == null) {
                drawUtcDay(workspace);
            } else {
                drawLocalDay(workspace, LocalDay.of(date, zone));
            }
        }
        return ExitCode.DONE;
    }

    private void drawUtcDay(Workspace workspace) throws IOException {
        Publication publication = PublishedDays.require(workspace.publications(), date);
        PublishedDay day = new PublishedDay(workspace.lake(), publication);
        List<Event> events = day.eventsOf(collarId);
        Summary summary = day.summaryOf(collarId).orElse(null);
        if (events.isEmpty() || summary == null) {
            throw new NoDataException(
                    "Collar %s has no readings on %s; ./petty export summaries --date %s lists the collars with readings"
                            .formatted(collarId, date, date));
        }
        draw(
                ShownDay.utc(date, events),
                SummaryText.of(summary, context.terminal().colors()),
                summary.flags().stream().map(FlagText::of).toList());
    }

    private void drawLocalDay(Workspace workspace, LocalDay day) throws IOException {
        Map<LocalDate, Publication> published = PublishedDays.require(workspace.publications(), day);
        List<Event> events = new ArrayList<>();
        Map<LocalDate, Summary> summaries = new TreeMap<>();
        for (Publication publication : published.values()) {
            PublishedDay utcDay = new PublishedDay(workspace.lake(), publication);
            events.addAll(utcDay.eventsOf(collarId));
            utcDay.summaryOf(collarId).ifPresent(summary -> summaries.put(publication.eventDay(), summary));
        }
        List<LocalDay.Part> unpublished = day.parts().stream()
                .filter(part -> !published.containsKey(part.day()))
                .toList();
        ShownDay shown = new ShownDay(day, day.spans(events), unpublished);
        if (shown.spans().isEmpty()) {
            throw new NoDataException(
                    "Collar %s has no readings on %s in %s; ./petty export summaries --date %s lists the collars with readings"
                            .formatted(
                                    collarId,
                                    date,
                                    day.zone(),
                                    published.keySet().iterator().next()));
        }
        draw(
                shown,
                SummaryText.ofParts(shown, summaries, context.terminal().colors()),
                summaries.values().stream()
                        .flatMap(summary -> summary.flags().stream()
                                .map(flag -> "%s (UTC day %s)".formatted(FlagText.of(flag), summary.day())))
                        .toList());
    }

    private void draw(ShownDay shown, String summary, List<String> flags) throws IOException {
        Terminal terminal = context.terminal();
        if (svg != null) {
            write(svg, TimelinePicture.svg(collarId, shown, flags));
            out.println("Drawn into " + svg);
        } else {
            out.print(TimelineDrawing.day(collarId, shown, summary, terminal.columns(), terminal.colors()));
        }
    }
}
