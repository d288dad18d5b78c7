package io.petty.scheduler;

import io.petty.lake.Publication;
import io.petty.lake.PublishedDay;
import io.petty.output.WholeFile;
import io.petty.timeline.Event;
import io.petty.timeline.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws a collar's day. */
@Command(
        name = "timeline",
        description = "A collar's day drawn over 24 hours, with its longest events and its summary.",
        mixinStandardHelpOptions = true)
final class TimelineCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Parameters(paramLabel = "COLLAR", description = "The collar's id.")
    private String collarId = "";

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", required = true, description = "The event day.")
    private LocalDate date = LocalDate.EPOCH;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw a picture into a file instead.")
    private @Nullable Path svg;

    TimelineCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (svg != null) {
            WholeFile.check("--svg", svg);
        }
        try (Workspace workspace = context.openExisting(options)) {
            Publication publication = PublishedDays.require(workspace.publications(), date);
            PublishedDay day = new PublishedDay(workspace.lake(), publication);
            List<Event> events = day.eventsOf(collarId);
            Summary summary = day.summaryOf(collarId).orElse(null);
            if (events.isEmpty() || summary == null) {
                throw new IllegalStateException(
                        "Collar %s has no readings on %s; ./petty export summaries --date %s lists the collars that have"
                                .formatted(collarId, date, date));
            }
            Terminal terminal = context.terminal();
            if (svg != null) {
                WholeFile.write(
                        svg, file -> Files.writeString(file, TimelinePicture.svg(collarId, date, events, summary)));
                terminal.out().println("Drawn into " + svg);
            } else {
                terminal.out()
                        .print(TimelineDrawing.day(
                                collarId, date, events, summary, terminal.columns(), terminal.colors()));
            }
        }
        return Petty.DONE;
    }
}
