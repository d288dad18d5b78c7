package io.petty.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import io.petty.readiness.FakeApi.Fault;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check of an API passes on one that is right, and fails on one that has the fault it is there for. */
@ExtendWith(SharedFakeApi.class)
class ApiChecksTest {
    private final FakeApi api;
    private final SensitiveTexts sensitive = new SensitiveTexts();
    private Subject subject;
    private Issuer issuer;

    ApiChecksTest(FakeApi api) {
        this.api = api;
    }

    @BeforeEach
    void prepare() {
        subject = new Subject(sensitive, Given.NOTHING);
        issuer = api.issuer(sensitive);
        subject.issuesBy(issuer);
        subject.answersAt(api.url(), api.managementUrl());
    }

    @AfterEach
    void takeBack() {
        issuer.close();
    }

    private List<Check> checks() {
        return Stream.of(
                        new TokenChecks(subject).all(),
                        new KeyChecks(subject).all(),
                        new MetricChecks(subject, null, null, CheckRuns.threeLooks()).all(),
                        new VersionChecks(subject).all())
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void passOnAnApiThatIsRight() throws InterruptedException {
        assertThat(CheckRuns.findings(sensitive, checks()))
                .allSatisfy(finding -> assertThat(finding.outcome())
                        .as("%s: %s", finding.id(), finding.evidence())
                        .isEqualTo(
                                finding.id().matches("metrics.(daemon|cloudwatch)")
                                        ? Finding.Outcome.NOT_APPLICABLE
                                        : Finding.Outcome.PASS));
    }

    @ParameterizedTest
    @CsvSource({
        "tokens.own-collar, FAILS, status 500",
        "tokens.foreign-collar, TELLS_FOREIGN_COLLARS, the foreign collar answers 403",
        "tokens.forged, TAKES_FORGED_TOKENS, one without a signature (alg none) is answered with 200",
        "tokens.forged, TAKES_FORGED_TOKENS, one signed with the public key as HS256 is answered with 200",
        "tokens.forged, TAKES_EXPIRED_TOKENS, one expired is answered with 200",
        "tokens.forged, TAKES_TOKENS_FOR_OTHERS, one for another audience is answered with 200",
        "tokens.refresh, REFRESHES_AGAIN_AND_AGAIN, the second use is answered with 200",
        "tokens.refresh, REUSE_ENDS_NOTHING, tokens of the sign-in still count",
        "tokens.revocation, REMEMBERS_TOKENS, 200 right after it was taken back",
        "tokens.jwks, PUBLISHES_NO_KEYS, with 0 keys",
        "tokens.jwks, PUBLISHES_PRIVATE_KEYS, the private member 'd'",
        "tokens.jwks, PUBLISHES_OTHER_KEYS, doesn't verify it",
        "keys.permission, ALLOWS_EVERYTHING, it sees no status",
        "keys.forged, TAKES_ANY_SECRET, a key with a changed secret is refused",
        "keys.revocation, TAKES_REVOKED_KEYS, expected 401 (401 right after)",
        "keys.expiry, TAKES_EXPIRED_KEYS, expected 401",
        "keys.hashed, KEEPS_KEYS, holds a secret in clear",
        "metrics.management, EXPOSES_THE_ENVIRONMENT, /actuator/env answers 200",
        "metrics.management, IS_DOWN, /actuator/health answers 200 DOWN",
        "metrics.hidden, SHOWS_FIGURES_TO_CLIENTS, /actuator/prometheus answers 200 to anybody",
        "metrics.series, COUNTS_NOTHING, with 200 didn't move",
        "metrics.series, HAS_NO_HISTOGRAM, no histogram",
        "metrics.series, COUNTS_BY_COLLAR, the figures hold: collar",
        "versioning.redirect, DOESNT_REDIRECT, /days answers 404",
        "versioning.redirect, DEPRECATES_NOTHING, /days has no Deprecation header",
        "versioning.unknown, TAKES_ANY_VERSION, /v9/days answers 401",
        "versioning.openapi, DESCRIBES_TOO_LITTLE, /v1/status/rejects isn't described",
        "versioning.openapi, DESCRIBES_TOO_MUCH, /v1/wishes is described and isn't there"
    })
    void failOnAnApiWithAFault(String id, Fault fault, String evidence) throws Exception {
        subject.collars();
        api.breakBy(fault);

        Finding finding = CheckRuns.finding(id, sensitive, checks());

        assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(Finding.Outcome.FAIL);
        assertThat(finding.evidence()).contains(evidence);
        assertThat(finding.remedy()).isNotBlank();
        assertThat(sensitive.foundIn(finding.evidence()))
                .as("nothing that must not be in a report")
                .isEmpty();
    }

    /** The service counts a request when its answer may have arrived already. */
    @Test
    void waitForACountThatMovesAfterTheAnswer() throws Exception {
        api.breakBy(Fault.COUNTS_LATE);

        Finding finding = CheckRuns.finding("metrics.series", sensitive, checks());

        assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(Finding.Outcome.PASS);
    }

    @Test
    void takeBackAllThatTheyGaveOut() throws Exception {
        String token = subject.token();
        String key = issuer.key(List.of(), Permission.STATUS_READ).text();
        assertThat(subject.api().getWithToken("/v1/days", token).status()).isEqualTo(200);

        issuer.close();

        assertThat(subject.api().getWithToken("/v1/days", token).status()).isEqualTo(401);
        assertThat(subject.api().getWithKey("/v1/status", key).status()).isEqualTo(401);
    }

    /** From outside, with what the operator gave. */
    @Test
    void ofADeployedApiSayWhatTheyNeed() throws Exception {
        subject = new Subject(sensitive, Given.NOTHING);
        subject.answersAt(api.url(), null);

        assertThat(CheckRuns.findings(sensitive, checks()))
                .noneMatch(finding -> finding.outcome() == Finding.Outcome.FAIL)
                .filteredOn(finding -> finding.outcome() == Finding.Outcome.NOT_APPLICABLE)
                .extracting(Finding::evidence)
                .anyMatch(why -> why.contains("PETTY_READINESS_TOKEN"))
                .anyMatch(why -> why.contains("PETTY_READINESS_CODE"))
                .anyMatch(why -> why.contains("PETTY_READINESS_API_KEY"))
                .anyMatch(why -> why.contains("--management"));
    }

    @Test
    void ofADeployedApiUseWhatWasGiven() throws Exception {
        Permission timelines = Permission.TIMELINES_READ;
        subject = new Subject(
                sensitive,
                new Given(
                        issuer.tokens(List.of(FakeApi.OWN), timelines).tokens().accessToken(),
                        issuer.key(List.of(), Permission.TIMELINES_READ_ALL).text(),
                        issuer.code(List.of(FakeApi.OWN), timelines).code()));
        subject.answersAt(api.url(), api.managementUrl());

        List<Finding> findings = CheckRuns.findings(sensitive, checks());

        assertThat(findings).noneMatch(finding -> finding.outcome() == Finding.Outcome.FAIL);
        assertThat(findings)
                .filteredOn(finding -> finding.outcome() == Finding.Outcome.PASS)
                .extracting(Finding::id)
                .contains(
                        "tokens.own-collar",
                        "tokens.foreign-collar",
                        "tokens.forged",
                        "tokens.refresh",
                        "tokens.jwks",
                        "keys.permission",
                        "keys.forged",
                        "metrics.series");
    }
}
