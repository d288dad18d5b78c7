package io.petty.api;

import io.petty.access.Permission;
import io.petty.access.TokenAdministration;
import io.petty.api.timeline.DayPublications;
import io.petty.lake.DayLookups;
import io.petty.lake.Publication;
import io.petty.lake.RememberedHome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** A link that signs in for the sample data, so that a new user sees a pet at once. Other data has no such link. */
@Component
class SampleLink {
    private static final String USER = "newcomer";
    private static final int NEWEST_DAYS = 31;

    private final RememberedHome home;
    private final DayPublications days;
    private final DayLookups lookups;
    private final TokenAdministration tokens;

    SampleLink(RememberedHome home, DayPublications days, DayLookups lookups, TokenAdministration tokens) {
        this.home = home;
        this.days = days;
        this.lookups = lookups;
        this.tokens = tokens;
    }

    /** Creates the link; empty unless the home's raw files are the sample data and a day is published. */
    Optional<String> make(int mostCollars, String url) throws IOException {
        String sample = System.getProperty("petty.sample");
        List<String> published = sample != null && sample.equals(home.raw()) ? collars(mostCollars) : List.of();
        return published.isEmpty()
                ? Optional.empty()
                : Optional.of(url + "/#code="
                        + tokens.issueCode(USER, published, Set.of(Permission.TIMELINES_READ, Permission.STATUS_READ))
                                .code());
    }

    private List<String> collars(int most) throws IOException {
        return days.answer(() -> {
            TreeSet<String> collars = new TreeSet<>();
            for (Publication publication : days.newest(NEWEST_DAYS)) {
                collars.addAll(lookups.collars(publication, null, most));
            }
            return collars.stream().limit(most).toList();
        });
    }
}
