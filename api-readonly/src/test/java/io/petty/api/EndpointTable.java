package io.petty.api;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All endpoints, with the required permission and an example of a request. A test fails for an endpoint without a row.
 */
final class EndpointTable {
    static final LocalDate DAY = PublishedLake.LAST;
    static final String OWN = "LUNA-01";
    static final String FOREIGN = "MOCHI-01";
    /** Has the foreign collar's length, so that the lengths of answers can be compared too. */
    static final String ABSENT = "NOBODY-1";

    /** The required credential. */
    enum Need {
        /** No credential. */
        NOTHING,
        TIMELINES,
        /** The right to read the collar in the path. */
        COLLAR,
        STATUS
    }

    /**
     * @param path contains the placeholders {@code {collar}} and {@code {event}}
     * @param body the body of the request; empty for none
     * @param status the status of a permitted request
     */
    record Endpoint(String method, String path, String body, Need need, int status) {
        /**
         * Returns the path for a collar. An event in the path is one of this collar's, or for an absent collar one of
         * the foreign collar's.
         */
        String of(String collar) {
            String collarPath = path.replace("{collar}", collar);
            if (!collarPath.contains("{event}")) {
                return collarPath;
            }
            String event = PublishedLake.COLLARS.contains(collar)
                    ? PublishedLake.events(collar, DAY).get(3).eventId()
                    : PublishedLake.events(FOREIGN, DAY).get(3).eventId();
            return collarPath.replace("{event}", event);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final Map<String, Endpoint> BY_MAPPING = new LinkedHashMap<>();

    /** A path of a page or file for each pattern. */
    static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        get("/v1/collars", "", Need.TIMELINES);
        get("/v1/days", "", Need.TIMELINES);
        get("/v1/collars/{collar}/timeline", "?date=" + DAY, Need.COLLAR);
        get("/v1/collars/{collar}/summaries", "?from=" + DAY.minusDays(6) + "&to=" + DAY, Need.COLLAR);
        get("/v1/collars/{collar}/events/{event}", "", Need.COLLAR);
        get("/v1/status", "", Need.STATUS);
        get("/v1/status/rejects", "?date=" + DAY, Need.STATUS);
        get("/.well-known/jwks.json", "", Need.NOTHING);
        BY_MAPPING.put("GET /problems/{kind}", new Endpoint("GET", "/problems/unknown-collar", "", Need.NOTHING, 200));
        post("/v1/tokens", "{}", 400);
        post("/v1/tokens/refresh", "{}", 401);
        post("/v1/tokens/revoke", "{}", 204);

        FILES.put("/", "/");
        FILES.put("/index.html", "/index.html");
        FILES.put("/favicon.svg", "/favicon.svg");
        FILES.put("/css/**", "/css/base.css");
        FILES.put("/js/**", "/js/app.js");
        FILES.put("/webjars/**", "/webjars/d3/dist/d3.min.js");
        FILES.put("/v1/openapi.json", "/v1/openapi.json");
        FILES.put("/try/**", "/try/");
    }

    private EndpointTable() {}

    private static void get(String pattern, String query, Need need) {
        BY_MAPPING.put("GET " + pattern, new Endpoint("GET", pattern + query, "", need, 200));
    }

    private static void post(String pattern, String body, int status) {
        BY_MAPPING.put("POST " + pattern, new Endpoint("POST", pattern, body, Need.NOTHING, status));
    }

    /** Returns all endpoints by method and pattern. */
    static Map<String, Endpoint> byMapping() {
        return Map.copyOf(BY_MAPPING);
    }

    static List<Endpoint> all() {
        return List.copyOf(BY_MAPPING.values());
    }
}
