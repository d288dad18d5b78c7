package io.petty.readiness;

import static io.petty.readiness.UnmetException.required;

import io.petty.access.CreatedKey;
import io.petty.access.Permission;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API that is checked, and the credentials and collars that the checks use. */
public final class Subject {
    private static final String ELSEWHERE = "it needs the installation itself: run ./petty readiness there";
    private static final String OWN = "READINESS-OWN";

    private final SensitiveTexts sensitive;
    private final Given given;
    private final @Nullable Installation installation;
    private final @Nullable Issuer issuer;
    private @Nullable ApiClient api;
    private @Nullable ApiClient management;
    private @Nullable Collars collars;

    /**
     * The collars that the checks request.
     *
     * @param own a collar that the credentials can read
     * @param foreign a collar that the credentials can't read
     * @param foreignExists whether {@code foreign} is known to exist
     * @param absent a collar that doesn't exist
     * @param day the newest published day; null if there is none
     */
    record Collars(
            String own,
            String foreign,
            boolean foreignExists,
            String absent,
            @Nullable String day) {
        String timeline(String collar) {
            return "/v1/collars/" + collar + "/timeline?date=" + (day == null ? "2020-01-01" : day);
        }
    }

    /** Creates a subject for an API that is deployed elsewhere. */
    public Subject(SensitiveTexts sensitive, Given given) {
        this(sensitive, given, null, null);
        remember("access token", given.token());
        remember("API key", given.apiKey());
        remember("sign-in code", given.code());
    }

    /** Creates a subject for the API of an installation on this machine. */
    Subject(SensitiveTexts sensitive, Installation installation, Issuer issuer) {
        this(sensitive, Given.NOTHING, installation, issuer);
    }

    private Subject(
            SensitiveTexts sensitive, Given given, @Nullable Installation installation, @Nullable Issuer issuer) {
        this.sensitive = sensitive;
        this.given = given;
        this.installation = installation;
        this.issuer = issuer;
    }

    private void remember(String kind, @Nullable String text) {
        if (text != null) {
            sensitive.add(kind, text);
        }
    }

    SensitiveTexts sensitive() {
        return sensitive;
    }

    Given given() {
        return given;
    }

    /** Sets the addresses of the API, once it answers. */
    public void answersAt(URI url, @Nullable URI managementUrl) {
        api = new ApiClient(url);
        management = managementUrl == null ? null : new ApiClient(managementUrl);
    }

    ApiClient api() throws UnmetException {
        return required(api, "the API doesn't answer (see service.answers)");
    }

    ApiClient management() throws UnmetException {
        api();
        return required(
                management,
                "the port of health and metrics isn't public: if it can be reached from here, give its address with --management URL");
    }

    Installation installation() throws UnmetException {
        return required(installation, ELSEWHERE);
    }

    Issuer issuer() throws UnmetException {
        return required(issuer, ELSEWHERE);
    }

    boolean isHere() {
        return installation != null;
    }

    /** Returns the given access token, or issues a new one for the collar {@link Collars#own}. */
    String token() throws UnmetException, IOException, InterruptedException {
        return issuer == null
                ? required(given.token(), "it needs an access token: set PETTY_READINESS_TOKEN or --token-file")
                : issuer.accessToken(collars().own());
    }

    /** Returns the collars that the checks request. They are looked up once. */
    synchronized Collars collars() throws UnmetException, IOException, InterruptedException {
        if (collars == null) {
            collars = issuer == null ? givenCollars() : publishedCollars(issuer);
            sensitive.addId("collar", collars.own());
            sensitive.addId("collar", collars.foreign());
            sensitive.addId("collar", collars.absent());
        }
        return collars;
    }

    private Collars publishedCollars(Issuer own) throws UnmetException, IOException, InterruptedException {
        CreatedKey key = own.key(Permission.TIMELINES_READ_ALL);
        List<String> known = names(api().getWithKey("/v1/collars?limit=2", key.text()));
        own.revokeKey(key.key().id());
        return collars(
                known.isEmpty() ? OWN : known.get(0), known.size() < 2 ? null : known.get(1), own.accessToken(OWN));
    }

    private Collars givenCollars() throws UnmetException, IOException, InterruptedException {
        String token = token();
        List<String> own = names(api().getWithToken("/v1/collars?limit=2", token));
        if (own.isEmpty()) {
            throw new UnmetException("the given token can read no collar, or is no longer valid");
        }
        String foreign = null;
        if (given.apiKey() != null) {
            List<String> all = new ArrayList<>(names(api().getWithKey("/v1/collars", given.apiKey())));
            all.removeAll(names(api().getWithToken("/v1/collars", token)));
            foreign = all.isEmpty() ? null : all.get(0);
        }
        return collars(own.get(0), foreign, token);
    }

    private Collars collars(String own, @Nullable String foreign, String token)
            throws UnmetException, IOException, InterruptedException {
        return new Collars(
                own,
                foreign == null ? "READINESS-FOREIGN" : foreign,
                foreign != null,
                "READINESS-ABSENT",
                api().getWithToken("/v1/days", token).texts("days", "day", "\\d{4}-\\d{2}-\\d{2}").stream()
                        .max(Comparator.naturalOrder())
                        .orElse(null));
    }

    /** Returns those collars of an answer whose ids can be part of a path. */
    private static List<String> names(ApiAnswer answer) {
        return answer.texts("collars", "collar_id", "[A-Za-z0-9._-]{1,64}");
    }
}
