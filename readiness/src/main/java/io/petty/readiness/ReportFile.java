package io.petty.readiness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** A report as a file: for machines, or as a page that stands on its own. */
public final class ReportFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ReportFile() {}

    /** A JSON object. */
    public static String json(ReadinessReport report) {
        return JSON.writeValueAsString(report) + "\n";
    }

    /** An HTML document without scripts, which asks nothing of any server. */
    public static String html(ReadinessReport report) {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n");
        add(page, "<title>Readiness of %s</title>\n", report.target());
        page.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n<header>\n");
        add(page, "<h1>Readiness of %s</h1>\n", report.target());
        add(
                page,
                "<p class=\"when\">%s UTC, petty %s</p>\n",
                report.at().replace("Z", "").replace('T', ' '),
                report.version());
        add(
                page,
                "<p class=\"verdict %s\">%s</p>\n",
                report.isReady() ? "pass" : "fail",
                report.isReady() ? "Ready" : "Not ready");
        add(page, "<p class=\"counts\"><span class=\"pass\">%s passed</span> ", report.passed());
        add(page, "<span class=\"fail\">%s failed</span> ", report.failed());
        add(page, "<span class=\"fail\">%s timed out</span> ", report.timedOut());
        add(page, "<span class=\"none\">%s not applicable</span></p>\n", report.notApplicable());
        addFailures(page, report);
        page.append("</header>\n<main>\n");
        groups(report.findings()).forEach((group, findings) -> {
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

    private static Map<String, List<Finding>> groups(List<Finding> findings) {
        Map<String, List<Finding>> groups = new LinkedHashMap<>();
        findings.forEach(finding -> groups.computeIfAbsent(finding.group(), group -> new ArrayList<>())
                .add(finding));
        return groups;
    }

    private static void add(StringBuilder page, Finding finding) {
        String look = switch (finding.outcome()) {
            case PASS -> "pass";
            case FAIL, TIMED_OUT -> "fail";
            case NOT_APPLICABLE -> "none";
        };
        add(page, "<li class=\"%s\" id=\"%s\">\n", look, finding.id());
        add(page, "<span class=\"outcome\">%s</span>\n", finding.outcome());
        add(page, "<h3>%s</h3>\n", finding.title());
        add(page, "<p>%s</p>\n", finding.evidence());
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

    /** Adds markup; what is put into it is text. */
    private static void add(StringBuilder page, String markup, Object... texts) {
        Object[] escaped = new Object[texts.length];
        for (int i = 0; i < texts.length; i++) {
            escaped[i] = escaped(String.valueOf(texts[i]));
        }
        page.append(markup.formatted(escaped));
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
