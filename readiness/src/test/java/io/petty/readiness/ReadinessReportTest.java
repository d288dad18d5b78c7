package io.petty.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.readiness.Finding.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReadinessReportTest {
    private static final String HOSTILE = "<script>alert('x')</script> & \"quoted\"";

    private static Finding finding(String id, Outcome outcome, String evidence) {
        return Finding.of(new Check(id, "Title of " + id, "looks", "Fix it.", seen -> {}), outcome, evidence, 1234);
    }

    private static ReadinessReport report(Finding... findings) {
        return ReadinessReport.of("home /srv/<petty>", "2026-11-26T03:00:00Z", "1.0", List.of(findings));
    }

    private static final ReadinessReport MIXED = report(
            finding("tokens.forged", Outcome.FAIL, HOSTILE),
            finding("tokens.jwks", Outcome.PASS, "one key"),
            finding("logs.json", Outcome.NOT_APPLICABLE, "it is elsewhere"),
            finding("traces.request", Outcome.TIMED_OUT, "no result within 300 s"));

    @Test
    void showsFailuresAndRemediesOnATerminal() {
        assertThat(new ReportText(false, 80).of(MIXED).lines())
                .containsSubsequence(
                        "tokens",
                        "  FAIL  Title of tokens.forged  tokens.forged",
                        "        " + HOSTILE,
                        "        What to do: Fix it.",
                        "  pass  Title of tokens.jwks  tokens.jwks",
                        "        one key",
                        "logs",
                        "  n/a   Title of logs.json  logs.json",
                        "        it is elsewhere",
                        "traces",
                        "  SLOW  Title of traces.request  traces.request",
                        "        no result within 300 s",
                        "        What to do: Check again while the machine is less busy, or with a longer",
                        "        --limit. If it times out again: Fix it.",
                        "Not ready: 4 checks: 1 passed, 1 failed, 1 timed out, 1 not applicable.");
        assertThat(new ReportText(true, 80).of(MIXED)).contains("\u001b[1;31mFAIL\u001b[0m", "\u001b[32mpass\u001b[0m");
        assertThat(new ReportText(false, 80).of(report(finding("tokens.jwks", Outcome.PASS, "one key"))))
                .contains("Ready: 1 checks: 1 passed, 0 failed, 0 not applicable.");
    }

    @Test
    void isNotReadyIfACheckTimedOut() {
        ReadinessReport slow = report(finding("traces.request", Outcome.TIMED_OUT, "no result within 300 s"));

        assertThat(slow.isReady()).isFalse();
        assertThat(slow.failed()).isZero();
        assertThat(ReportFile.html(slow))
                .contains("<span class=\"outcome\">timed out</span>", "Not ready", "<a href=\"#traces.request\">");
    }

    @Test
    void wrapsLinesAtTheTerminalsWidth() {
        ReadinessReport wordy =
                report(finding("tokens.jwks", Outcome.PASS, "word ".repeat(60).strip()));

        assertThat(new ReportText(false, 60).of(wordy).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
    }

    @Test
    void writesJsonWithEachCheckAndItsOutcome() {
        JsonNode json = new JsonMapper().readTree(ReportFile.json(MIXED));

        assertThat(json.path("failed").asInt()).isEqualTo(1);
        JsonNode first = json.path("findings").path(0);
        assertThat(first.path("id").asString()).isEqualTo("tokens.forged");
        assertThat(first.path("outcome").asString()).isEqualTo("fail");
        assertThat(first.path("evidence").asString()).isEqualTo(HOSTILE);
        assertThat(first.path("remedy").asString()).isEqualTo("Fix it.");
        assertThat(json.path("findings").path(2).path("outcome").asString()).isEqualTo("not applicable");
        assertThat(json.path("findings").path(2).path("remedy").isNull()).isTrue();
        assertThat(json.path("timedOut").asInt()).isEqualTo(1);
        assertThat(json.path("findings").path(3).path("outcome").asString()).isEqualTo("timed out");
    }

    @Test
    void writesAPageThatEscapesTextsAndLoadsNothing() {
        String page = ReportFile.html(MIXED);

        assertThat(page)
                .contains(
                        "<h1>Readiness of home /srv/&lt;petty&gt;</h1>",
                        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;",
                        "<li><a href=\"#tokens.forged\">Title of tokens.forged</a></li>",
                        "Not ready",
                        "prefers-color-scheme: dark",
                        "@media print",
                        "default-src 'none'")
                .doesNotContain("<script", "http://", "https://", "@import", "url(");
    }
}
