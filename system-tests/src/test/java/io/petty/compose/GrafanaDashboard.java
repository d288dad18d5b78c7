package io.petty.compose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboard.
 *
 * @param queries the queries of all panels
 * @param sources the ids of the data sources of all panels and queries
 */
record GrafanaDashboard(List<String> queries, Set<String> sources) {
    static final Path FILE = ComposeFile.FOLDER.resolve("grafana/dashboards/petty.json");

    /** Parts of a query whose names aren't metrics: labels, ranges and texts. */
    private static final Pattern LABELS = Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\bby\\s*\\([^)]*\\)");

    /** A name that isn't followed by arguments. */
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][\\w:]*+(?!\\s*\\()");

    static GrafanaDashboard read() throws IOException {
        JsonNode dashboard = new JsonMapper().readTree(FILE.toFile());
        return new GrafanaDashboard(
                dashboard.findValuesAsString("expr"),
                new TreeSet<>(dashboard.findValues("datasource").stream()
                        .map(source -> source.path("uid").asString())
                        .toList()));
    }

    /** Returns the metrics that the queries name. */
    Set<String> metrics() {
        Set<String> metrics = new TreeSet<>();
        for (String query : queries) {
            Matcher name = METRIC.matcher(LABELS.matcher(query).replaceAll(" "));
            while (name.find()) {
                metrics.add(name.group());
            }
        }
        return metrics;
    }
}
