package io.petty.readiness;

import java.util.List;

/**
 * The results of all checks.
 *
 * @param target the home or address that was checked
 * @param at when the checks began, UTC
 * @param version the version of the program that ran them
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

    /** Returns whether no check failed or timed out. */
    public boolean isReady() {
        return failed == 0 && timedOut == 0;
    }

    /** Returns the counts in one line. */
    String summary() {
        return "%d checks: %d passed, %d failed, %s%d not applicable"
                .formatted(
                        findings.size(), passed, failed, timedOut == 0 ? "" : timedOut + " timed out, ", notApplicable);
    }
}
