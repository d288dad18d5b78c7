package io.petty.api.timeline;

import io.petty.lake.Publication;
import java.util.Collection;

/** What tells a day's publication from those before it. */
final class PublicationState {
    private PublicationState() {}

    static String of(Collection<Publication> publications) {
        StringBuilder state = new StringBuilder();
        for (Publication publication : publications) {
            state.append(publication.eventDay().toEpochDay())
                    .append(' ')
                    .append(publication.run())
                    .append(' ')
                    .append(publication.publishedAt().toEpochMilli())
                    .append(' ')
                    .append(publication.timelinesSnapshot())
                    .append(' ')
                    .append(publication.summariesSnapshot())
                    .append('\n');
        }
        return state.toString();
    }
}
