package io.petty.api;

import io.petty.access.Permission;
import io.petty.access.SigningKeys;
import io.petty.access.TokenAdministration;
import io.petty.api.timeline.SampleCollars;
import io.petty.lake.LakeDatabase;
import io.petty.lake.RememberedHome;
import io.petty.secret.KeyedHashKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** A link that signs in for the sample data, so that a newcomer has a pet to look at; other data has no such door. */
@Component
class SampleLink {
    private static final String USER = "newcomer";

    private final ServeSettings settings;
    private final RememberedHome home;
    private final SampleCollars collars;
    private final LakeDatabase database;
    private final SigningKeys signingKeys;
    private final KeyedHashKey keyedHashKey;
    private final Clock clock;

    SampleLink(
            ServeSettings settings,
            RememberedHome home,
            SampleCollars collars,
            LakeDatabase database,
            SigningKeys signingKeys,
            KeyedHashKey keyedHashKey,
            Clock clock) {
        this.settings = settings;
        this.home = home;
        this.collars = collars;
        this.database = database;
        this.signingKeys = signingKeys;
        this.keyedHashKey = keyedHashKey;
        this.clock = clock;
    }

    /** Empty unless the home's raw files are the sample data and some day of them is published. */
    Optional<String> make(String url) {
        String sample = System.getProperty("petty.sample");
        if (sample == null || !sample.equals(home.raw())) {
            return Optional.empty();
        }
        try {
            List<String> published = collars.of(settings.access().mostCollars());
            if (published.isEmpty()) {
                return Optional.empty();
            }
            TokenAdministration tokens = new TokenAdministration(
                    database.dataSource(), signingKeys, settings.access(), keyedHashKey::get, clock);
            return Optional.of(url + "/#code="
                    + tokens.issueCode(USER, published, Set.of(Permission.TIMELINES_READ, Permission.STATUS_READ))
                            .code());
        } catch (IOException e) {
            throw new UncheckedIOException("The collars of the sample data can't be read", e);
        }
    }
}
