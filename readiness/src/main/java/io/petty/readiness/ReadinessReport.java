package io.petty.readiness;

import java.util.List;

/**
 * What came of all checks.
 *
 * @param target what was checked: a home, or an address
 * @param at when it was begun, UTC
 * @param version of the program that checked
 */
public record ReadinessReport(
        String target,
        String at,
        String version,
        int passed,
        int failed,
        int timedOut,
        int notApplicable,
        List<Finding> findings) {
    public ReadinessReport {
        findings = List.copyOf(findings);
    }

    static ReadinessReport of(String target, String at, String version, List<Finding> findings) {
        return new ReadinessReport(
                target,
                at,
                version,
                count(findings, Finding.Outcome.PASS),
                count(findings, Finding.Outcome.FAIL),
                count(findings, Finding.Outcome.TIMED_OUT),
                count(findings, Finding.Outcome.NOT_APPLICABLE),
                findings);
    }

    private static int count(List<Finding> findings, Finding.Outcome outcome) {
        return (int) findings.stream()
                .filter(finding -> finding.outcome() == outcome)
                .count();
    }

    /** Whether no check failed or timed out. */
    public boolean isReady() {
        return failed == 0 && timedOut == 0;
    }

    /** What came of it, in a line. */
    String summary() {
        return "%d checks: %d passed, %d failed, %s%d not applicable"
                .formatted(
                        findings.size(), passed, failed, timedOut == 0 ? "" : timedOut + " timed out, ", notApplicable);
    }
}
