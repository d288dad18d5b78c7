package io.petty.readiness;

import io.petty.access.CreatedKey;
import io.petty.access.Permission;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the checks of the API are made against, and who may be asked for credentials. */
public final class Subject {
    private static final String ELSEWHERE = "it needs the installation itself: run ./petty readiness there";

    private final SensitiveTexts sensitive;
    private final Given given;
    private @Nullable Issuer issuer;
    private @Nullable ApiClient api;
    private @Nullable ApiClient management;
    private @Nullable Collars collars;

    /**
     * Which collars are asked for.
     *
     * @param own of the credentials
     * @param foreign of none of them; one that there is, unless {@code foreignExists} is false
     * @param absent that no home has
     * @param day the newest published day; null when there is none
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

    public Subject(SensitiveTexts sensitive, Given given) {
        this.sensitive = sensitive;
        this.given = given;
        remember("access token", given.token());
        remember("API key", given.apiKey());
        remember("sign-in code", given.code());
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

    /** From now on it answers there. */
    public void answersAt(URI url, @Nullable URI managementUrl) {
        api = new ApiClient(url);
        management = managementUrl == null ? null : new ApiClient(managementUrl);
    }

    void issuesBy(Issuer known) {
        issuer = known;
    }

    ApiClient api() throws UnmetException {
        if (api == null) {
            throw new UnmetException("the API doesn't answer, see service.answers");
        }
        return api;
    }

    ApiClient management() throws UnmetException {
        api();
        if (management == null) {
            throw new UnmetException(
                    "the port of health and metrics isn't for everybody: name it with --management URL where it is reached");
        }
        return management;
    }

    /** Who gives out tokens and keys. */
    Issuer issuer() throws UnmetException {
        if (issuer == null) {
            throw new UnmetException(ELSEWHERE);
        }
        return issuer;
    }

    boolean isHere() {
        return issuer != null;
    }

    /** An access token for the own collar: a new one, or the one that was given. */
    String token() throws UnmetException, IOException, InterruptedException {
        if (issuer != null) {
            return issuer.tokens(List.of(collars().own()), Permission.TIMELINES_READ)
                    .tokens()
                    .accessToken();
        }
        if (given.token() == null) {
            throw new UnmetException(
                    "it needs an access token: put one into PETTY_READINESS_TOKEN, or its file's name after --token-file");
        }
        return given.token();
    }

    /** The collars to ask for, which are looked up once. */
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
        CreatedKey key = own.key(List.of(), Permission.TIMELINES_READ_ALL);
        List<String> known = names(api().getWithKey("/v1/collars?limit=2", key.text()));
        own.revokeKey(key.key().id());
        String token = own.tokens(List.of("READINESS-OWN"), Permission.TIMELINES_READ)
                .tokens()
                .accessToken();
        return new Collars(
                known.isEmpty() ? "READINESS-OWN" : known.get(0),
                known.size() < 2 ? "READINESS-FOREIGN" : known.get(1),
                known.size() >= 2,
                "READINESS-ABSENT",
                newestDay(token));
    }

    private Collars givenCollars() throws UnmetException, IOException, InterruptedException {
        String token = token();
        List<String> own = names(api().getWithToken("/v1/collars?limit=2", token));
        if (own.isEmpty()) {
            throw new UnmetException("the token that was given reads no collar, or is no longer good");
        }
        String foreign = null;
        if (given.apiKey() != null) {
            List<String> all = new ArrayList<>(names(api().getWithKey("/v1/collars", given.apiKey())));
            all.removeAll(names(api().getWithToken("/v1/collars", token)));
            foreign = all.isEmpty() ? null : all.get(0);
        }
        return new Collars(
                own.get(0),
                foreign == null ? "READINESS-FOREIGN" : foreign,
                foreign != null,
                "READINESS-ABSENT",
                newestDay(token));
    }

    private @Nullable String newestDay(String token) throws UnmetException, IOException, InterruptedException {
        String newest = null;
        for (JsonNode day :
                api().getWithToken("/v1/days", token).json().path("days").values()) {
            String text = day.path("day").asString("");
            if (text.matches("\\d{4}-\\d{2}-\\d{2}") && (newest == null || text.compareTo(newest) > 0)) {
                newest = text;
            }
        }
        return newest;
    }

    /** Ids that are fit to stand in a path. */
    private static List<String> names(ApiAnswer answer) {
        List<String> names = new ArrayList<>();
        for (JsonNode collar : answer.json().path("collars").values()) {
            String name = collar.path("collar_id").asString("");
            if (name.matches("[A-Za-z0-9._-]{1,64}")) {
                names.add(name);
            }
        }
        return names;
    }
}
