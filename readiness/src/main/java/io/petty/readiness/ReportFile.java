package io.petty.readiness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report as JSON or as a self-contained HTML page. */
public final class ReportFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ReportFile() {}

    /** Returns the report as a JSON object. */
    public static String json(ReadinessReport report) {
        return JSON.writeValueAsString(report) + "\n";
    }

    /** Returns the report as an HTML document, which has no scripts and loads nothing. */
    public static String html(ReadinessReport report) {
        StringBuilder page = new StringBuilder("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <meta name="color-scheme" content="light dark">
                """);
        add(page, "<title>Readiness of %s</title>\n<style>\n", report.target());
        page.append(style()).append("</style>\n</head>\n<body>\n<header>\n");
        add(
                page,
                """
                <h1>Readiness of %s</h1>
                <p class="when">%s UTC, petty %s</p>
                <p class="verdict %s">%s</p>
                <p class="counts"><span class="pass">%s passed</span> <span class="fail">%s failed</span> \
                <span class="fail">%s timed out</span> <span class="none">%s not applicable</span></p>
                """,
                report.target(),
                report.at().replace("Z", "").replace('T', ' '),
                report.version(),
                report.isReady() ? "pass" : "fail",
                report.isReady() ? "Ready" : "Not ready",
                report.passed(),
                report.failed(),
                report.timedOut(),
                report.notApplicable());
        addFailures(page, report);
        page.append("</header>\n<main>\n");
        Map<String, List<Finding>> groups = report.findings().stream()
                .collect(Collectors.groupingBy(Finding::group, LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, findings) -> {
            add(page, "<section>\n<h2>%s</h2>\n<ul>\n", group);
            findings.forEach(finding -> add(page, finding));
            page.append("</ul>\n</section>\n");
        });
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private static void addFailures(StringBuilder page, ReadinessReport report) {
        if (report.isReady()) {
            return;
        }
        page.append("<ol class=\"failures\">\n");
        report.findings().stream()
                .filter(finding -> finding.outcome().isBad())
                .forEach(finding -> add(page, "<li><a href=\"#%s\">%s</a></li>\n", finding.id(), finding.title()));
        page.append("</ol>\n");
    }

    private static void add(StringBuilder page, Finding finding) {
        String look = switch (finding.outcome()) {
            case PASS -> "pass";
            case FAIL, TIMED_OUT -> "fail";
            case NOT_APPLICABLE -> "none";
        };
        add(page, """
                <li class="%s" id="%s">
                <span class="outcome">%s</span>
                <h3>%s</h3>
                <p>%s</p>
                """, look, finding.id(), finding.outcome(), finding.title(), finding.evidence());
        if (finding.remedy() != null) {
            add(page, "<p class=\"remedy\"><b>What to do:</b> %s</p>\n", finding.remedy());
        }
        add(
                page,
                "<p class=\"how\"><code>%s</code> %s. %s ms</p>\n</li>\n",
                finding.id(),
                finding.does(),
                finding.millis());
    }

    /** Adds markup that contains texts. The texts are escaped. */
    private static void add(StringBuilder page, String markup, Object... texts) {
        page.append(markup.formatted(
                Arrays.stream(texts).map(text -> escaped(String.valueOf(text))).toArray()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String style() {
        try (InputStream style = ReportFile.class.getResourceAsStream("/readiness/report.css")) {
            return new String(Objects.requireNonNull(style).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The report's style can't be read", e);
        }
    }
}
