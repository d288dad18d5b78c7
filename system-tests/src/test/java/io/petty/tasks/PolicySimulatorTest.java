package io.petty.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.petty.tasks.PolicySimulator.Grant;
import io.petty.tasks.PolicySimulator.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PolicySimulatorTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/run";
    private static final String BUCKET = "arn:aws:s3:::lake";
    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/1";
    private static final Map<String, String> NOTHING = Map.of();

    private final PolicySimulator policies = new PolicySimulator("123456789012");

    private static List<IamStatement> statements(String json) {
        return IamStatement.of(
                "test",
                JsonMapper.builder()
                        .build()
                        .readTree("{'Statement': %s}".formatted(json).replace('\'', '"')));
    }

    private boolean allows(String action, String resource, Map<String, String> context) {
        return policies.decide(ROLE, new Request(action, resource, context)).allowed();
    }

    @Test
    void allowsOnlyTheActionsAndResourcesOfAStatement() {
        policies.addToRole(ROLE, statements("""
                {'Effect': 'Allow', 'Action': ['s3:GetObject', 's3:Put*'], 'Resource': 'arn:aws:s3:::lake/tables/*'}
                """));

        assertThat(allows("s3:GetObject", BUCKET + "/tables/a/b", NOTHING)).isTrue();
        assertThat(allows("s3:PutObject", BUCKET + "/tables/a", NOTHING)).isTrue();
        assertThat(allows("s3:DeleteObject", BUCKET + "/tables/a", NOTHING)).isFalse();
        assertThat(allows("s3:GetObject", BUCKET + "/raw/a", NOTHING)).isFalse();
        assertThat(allows("s3:GetObject", BUCKET, NOTHING)).isFalse();
    }

    @Test
    void namesTheGrantsThatAllowARequest() {
        policies.addToRole(ROLE, statements("""
                [{'Effect': 'Allow', 'Action': ['s3:GetObject', 's3:PutObject'], 'Resource': ['*/a', '*/b']}]
                """));

        assertThat(policies.decide(ROLE, new Request("s3:GetObject", BUCKET + "/b", NOTHING))
                        .used())
                .containsExactly(new Grant(ROLE, "s3:GetObject", "*/b"));
        assertThat(policies.grants(ROLE)).hasSize(4);
    }

    @Test
    void allowsNothingToOtherRoles() {
        policies.addToRole(ROLE + "2", statements("""
                {'Effect': 'Allow', 'Action': '*', 'Resource': '*'}
                """));

        assertThat(allows("s3:GetObject", BUCKET + "/a", NOTHING)).isFalse();
    }

    @Test
    void aDenyingStatementWins() {
        policies.addToRole(ROLE, statements("""
                [{'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*'},
                 {'Effect': 'Deny', 'Action': 's3:DeleteObject', 'Resource': '*'}]
                """));

        assertThat(allows("s3:GetObject", BUCKET + "/a", NOTHING)).isTrue();
        assertThat(allows("s3:DeleteObject", BUCKET + "/a", NOTHING)).isFalse();
    }

    @Test
    void aBucketsPolicyDeniesConnectionsWithoutTls() {
        policies.addToRole(ROLE, statements("""
                {'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*'}
                """));
        policies.addToResource(BUCKET, statements("""
                [{'Effect': 'Deny', 'Principal': {'AWS': '*'}, 'Action': 's3:*',
                  'Resource': ['arn:aws:s3:::lake', 'arn:aws:s3:::lake/*'],
                  'Condition': {'Bool': {'aws:SecureTransport': 'false'}}},
                 {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::lake/*',
                  'Condition': {'NumericLessThan': {'s3:TlsVersion': 1.2}}}]
                """));

        assertThat(allows("s3:GetObject", BUCKET + "/a", Map.of("aws:SecureTransport", "true", "s3:TlsVersion", "1.3")))
                .isTrue();
        assertThat(allows("s3:GetObject", BUCKET + "/a", Map.of("aws:SecureTransport", "false")))
                .isFalse();
        assertThat(allows("s3:GetObject", BUCKET + "/a", Map.of("aws:SecureTransport", "true", "s3:TlsVersion", "1.1")))
                .isFalse();
        assertThat(allows("s3:GetObject", "arn:aws:s3:::lake-2/a", Map.of("aws:SecureTransport", "false")))
                .isTrue();
    }

    @Test
    void aConditionNeedsItsKeyAndOneOfItsValues() {
        policies.addToRole(ROLE, statements("""
                {'Effect': 'Allow', 'Action': 'cloudwatch:PutMetricData', 'Resource': '*',
                 'Condition': {'StringEquals': {'cloudwatch:namespace': ['Petty/staging', 'Petty/other']}}}
                """));

        assertThat(allows("cloudwatch:PutMetricData", "*", Map.of("cloudwatch:namespace", "Petty/staging")))
                .isTrue();
        assertThat(allows("cloudwatch:PutMetricData", "*", Map.of("cloudwatch:namespace", "AWS")))
                .isFalse();
        assertThat(allows("cloudwatch:PutMetricData", "*", NOTHING)).isFalse();
    }

    @Test
    void aKeyNeedsItsOwnPolicyAndThatOfTheRole() {
        assertThat(allows("kms:Decrypt", KEY, NOTHING)).isFalse();
        policies.addToRole(ROLE, statements("""
                {'Effect': 'Allow', 'Action': 'kms:*', 'Resource': '*'}
                """));
        assertThat(allows("kms:Decrypt", KEY, NOTHING))
                .as("without a policy of the key")
                .isFalse();
        policies.addToResource(KEY, statements("""
                {'Effect': 'Allow', 'Principal': {'AWS': 'arn:aws:iam::123456789012:root'}, 'Action': 'kms:Decrypt',
                 'Resource': '*'}
                """));
        assertThat(allows("kms:Decrypt", KEY, NOTHING)).isTrue();
        assertThat(allows("kms:Encrypt", KEY, NOTHING)).as("the key's policy").isFalse();
    }

    @Test
    void aKeysPolicyForAnotherServiceAllowsNothing() {
        policies.addToRole(ROLE, statements("""
                {'Effect': 'Allow', 'Action': 'kms:*', 'Resource': '*'}
                """));
        policies.addToResource(KEY, statements("""
                {'Effect': 'Allow', 'Principal': {'Service': 'logs.eu-central-1.amazonaws.com'}, 'Action': 'kms:*',
                 'Resource': '*'}
                """));

        assertThat(allows("kms:Decrypt", KEY, NOTHING)).isFalse();
    }

    @Test
    void onlyTheNamedServiceAssumesARole() {
        List<IamStatement> trust = statements("""
                {'Effect': 'Allow', 'Principal': {'Service': 'ecs-tasks.amazonaws.com'}, 'Action': 'sts:AssumeRole',
                 'Condition': {'StringEquals': {'aws:SourceAccount': '123456789012'}}}
                """);
        Map<String, String> own = Map.of("aws:SourceAccount", "123456789012");

        assertThat(policies.assumes("ecs-tasks.amazonaws.com", trust, own)).isTrue();
        assertThat(policies.assumes("ecs.amazonaws.com", trust, own)).isFalse();
        assertThat(policies.assumes("ecs-tasks.amazonaws.com", trust, Map.of("aws:SourceAccount", "1")))
                .isFalse();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> statements("{'Effect': 'Allow', 'NotAction': 's3:*', 'Resource': '*'}"))
                .withMessageContaining("NotAction");
        policies.addToRole(ROLE, statements("""
                {'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*', 'Condition': {'Unknown': {'a': 'b'}}}
                """));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> allows("s3:GetObject", BUCKET, Map.of("a", "b")))
                .withMessageContaining("Unknown");
    }
}
