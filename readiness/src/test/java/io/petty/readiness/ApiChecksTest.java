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

/** Each check of an API passes on a correct API, and fails on one with the fault that it looks for. */
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
        Installation installation = api.installation();
        issuer = new Issuer(installation, sensitive);
        subject = new Subject(sensitive, installation, issuer);
        subject.answersAt(api.url(), api.managementUrl());
    }

    @AfterEach
    void revoke() {
        issuer.close();
    }

    private List<Check> checks() {
        return Stream.of(
                        new TokenChecks(subject).all(),
                        new KeyChecks(subject).all(),
                        new MetricChecks(subject, CheckRuns.threeLooks()).all(),
                        new VersionChecks(subject).all())
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void passOnACorrectApi() throws InterruptedException {
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
        "tokens.foreign-collar, TELLS_FOREIGN_COLLARS, 'expected 404 (404 for the foreign collar), got 403'",
        "tokens.forged, TAKES_FORGED_TOKENS, a token without a signature (alg none) gets the answer 200",
        "tokens.forged, TAKES_FORGED_TOKENS, a token signed with the public key as HS256 gets the answer 200",
        "tokens.forged, TAKES_EXPIRED_TOKENS, a token that has expired gets the answer 200",
        "tokens.forged, TAKES_TOKENS_FOR_OTHERS, a token for another audience gets the answer 200",
        "tokens.refresh, REFRESHES_AGAIN_AND_AGAIN, 'the second use is refused), got 200'",
        "tokens.refresh, REUSE_ENDS_NOTHING, 'and revokes all tokens of the sign-in), got 200'",
        "tokens.revocation, REMEMBERS_TOKENS, '401 right after it is revoked), got 200'",
        "tokens.jwks, PUBLISHES_NO_KEYS, with 0 keys",
        "tokens.jwks, PUBLISHES_PRIVATE_KEYS, the private member 'd'",
        "tokens.jwks, PUBLISHES_OTHER_KEYS, doesn't verify it",
        "keys.permission, ALLOWS_EVERYTHING, it sees no status",
        "keys.forged, TAKES_ANY_SECRET, a key with a changed secret is refused",
        "keys.revocation, TAKES_REVOKED_KEYS, expected 401 (401 right after)",
        "keys.expiry, TAKES_EXPIRED_KEYS, expected 401",
        "keys.hashed, KEEPS_KEYS, has a secret in plain text",
        "metrics.management, EXPOSES_THE_ENVIRONMENT, /actuator/env answers 200",
        "metrics.management, IS_DOWN, /actuator/health answers 200 DOWN",
        "metrics.hidden, SHOWS_FIGURES_TO_CLIENTS, '404 for /actuator/prometheus), got 200'",
        "metrics.series, COUNTS_NOTHING, with status 200 didn't change",
        "metrics.series, HAS_NO_HISTOGRAM, no histogram",
        "metrics.series, COUNTS_BY_COLLAR, the metrics contain: collar",
        "versioning.redirect, DOESNT_REDIRECT, /days answers 404",
        "versioning.redirect, DEPRECATES_NOTHING, /days has no Deprecation header",
        "versioning.unknown, TAKES_ANY_VERSION, /v9/days answers 401",
        "versioning.openapi, DESCRIBES_TOO_LITTLE, /v1/status/rejects isn't described",
        "versioning.openapi, DESCRIBES_TOO_MUCH, /v1/wishes is described but doesn't exist"
    })
    void failOnAnApiWithAFault(String id, Fault fault, String evidence) throws Exception {
        subject.collars();
        api.breakBy(fault);

        Finding finding = CheckRuns.finding(id, sensitive, checks());

        assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(Finding.Outcome.FAIL);
        assertThat(finding.evidence()).contains(evidence);
        assertThat(finding.remedy()).isNotBlank();
        assertThat(sensitive.foundIn(finding.evidence()))
                .as("sensitive text in a report")
                .isEmpty();
    }

    /** The service may count a request only after it has sent the answer. */
    @Test
    void waitForACountThatChangesAfterTheAnswer() throws Exception {
        api.breakBy(Fault.COUNTS_LATE);

        Finding finding = CheckRuns.finding("metrics.series", sensitive, checks());

        assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(Finding.Outcome.PASS);
    }

    @Test
    void revokeEverythingTheyIssued() throws Exception {
        String token = subject.token();
        String key = issuer.key(Permission.STATUS_READ).text();
        assertThat(subject.api().getWithToken("/v1/days", token).status()).isEqualTo(200);

        issuer.close();

        assertThat(subject.api().getWithToken("/v1/days", token).status()).isEqualTo(401);
        assertThat(subject.api().getWithKey("/v1/status", key).status()).isEqualTo(401);
    }

    @Test
    void nameTheCredentialsTheyNeedForADeployedApi() throws Exception {
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
    void useTheGivenCredentialsForADeployedApi() throws Exception {
        subject = new Subject(
                sensitive,
                new Given(
                        issuer.accessToken(FakeApi.OWN),
                        issuer.key(Permission.TIMELINES_READ_ALL).text(),
                        issuer.code(FakeApi.OWN).code()));
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
