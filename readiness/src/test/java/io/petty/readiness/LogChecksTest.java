package io.petty.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.readiness.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the checks of logs on good and bad lines. */
@ExtendWith(SharedFakeApi.class)
class LogChecksTest {
    private static final String GOOD =
            "{\"@timestamp\":\"2026-11-26T03:00:00Z\",\"log\":{\"level\":\"INFO\",\"logger\":\"petty.audit\"},\"message\":\"Denied\",\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"}";

    private final SensitiveTexts sensitive = new SensitiveTexts();
    private final Subject subject;
    private final List<String> lines = new ArrayList<>(List.of("Petty serves home x at http://127.0.0.1:1", GOOD));

    LogChecksTest(FakeApi api) {
        subject = api.subject(sensitive, api.installation(), false);
    }

    private Finding finding(String id) throws InterruptedException {
        return CheckRuns.finding(
                id, new LogChecks(subject, () -> lines, () -> List.of(GOOD), CheckRuns.threeLooks()).all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs.trace-id", "logs.redaction", "logs.json", "logs.run"})
    void passOnAGoodLog(String id) throws InterruptedException {
        assertThat(finding(id).outcome()).isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.IllegalStateException: a stack trace",
                "{\"@timestamp\":\"2026-11-26T03:00:00Z\",\"message\":\"cut of",
                "[1, 2]",
                "{\"@timestamp\":\"2026-11-26T03:00:00Z\",\"message\":\"no level\"}",
                "{\"log.level\":\"INFO\",\"message\":\"no time\"}"
            })
    void failOnALineThatDoesNotMatchTheSchema(String line) throws InterruptedException {
        lines.add(line);
        assertThat(finding("logs.json").outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void failIfNoLineHasTheIdInTheProblem() throws InterruptedException {
        lines.remove(GOOD);
        Finding finding = finding("logs.trace-id");
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.evidence()).contains("no line of the log has the id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs.trace-id", "logs.redaction"})
    void waitForALineThatAppearsAfterTheAnswer(String id) throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        Finding finding = CheckRuns.finding(
                id,
                new LogChecks(
                                subject,
                                () -> looks.incrementAndGet() < 3 ? List.of() : lines,
                                null,
                                CheckRuns.threeLooks())
                        .all());
        assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(Outcome.PASS);
        assertThat(looks).hasValueGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "collar", "path"})
    void failOnASensitiveText(String what) throws Exception {
        String leaked = switch (what) {
            case "token" -> subject.token();
            case "collar" -> subject.collars().own();
            default -> "readiness-path-that-is-none";
        };
        lines.add(GOOD.replace("Denied", "Denied " + leaked));

        Finding finding = finding("logs.redaction");

        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.evidence())
                .contains("a line of petty.audit contains: ")
                .doesNotContain(leaked);
    }

    @Test
    void areNotApplicableToADeployedService() throws InterruptedException {
        List<Finding> findings = CheckRuns.findings(new LogChecks(subject, null, null, CheckRuns.endless()).all());
        assertThat(findings).extracting(Finding::outcome).containsOnly(Outcome.NOT_APPLICABLE);
    }
}
