package io.petty.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.readiness.Finding.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A template that is right, and each property of it made wrong. */
class InfrastructureChecksTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private static JsonNode template() throws IOException {
        try (InputStream in = InfrastructureChecksTest.class.getResourceAsStream("good.template.json")) {
            return JSON.readTree(Objects.requireNonNull(in));
        }
    }

    private List<Finding> findings(JsonNode template) throws Exception {
        Files.write(folder.resolve("Petty-staging.template.json"), JSON.writeValueAsBytes(template));
        return CheckRuns.findings(new InfrastructureChecks(folder).all());
    }

    @Test
    void passesAsItShouldBe() throws Exception {
        assertThat(findings(template()))
                .allSatisfy(finding -> assertThat(finding.outcome())
                        .as("%s: %s", finding.id(), finding.evidence())
                        .isEqualTo(Outcome.PASS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "buckets | /Lake/Properties/BucketEncryption | | Lake isn't encrypted by a customer's key",
                "buckets | /Lake/Properties/PublicAccessBlockConfiguration/IgnorePublicAcls | false | Lake hasn't IgnorePublicAcls",
                "buckets | /Lake/Properties/VersioningConfiguration/Status | \"Suspended\" | Lake isn't versioned",
                "buckets | /Lake/Properties/LoggingConfiguration | | AccessLogs isn't encrypted by a customer's key",
                "transport | /LakePolicy | | Lake doesn't deny what comes without TLS",
                "transport | /LakePolicy/Properties/PolicyDocument/Statement/0/Effect | \"Allow\" | Lake doesn't deny",
                "transport | /Listener/Properties/Protocol | \"HTTP\" | Listener answers without TLS",
                "transport | /Listener/Properties/SslPolicy | \"ELBSecurityPolicy-2016-08\" | Listener names no policy",
                "transport | /Redirect/Properties/DefaultActions/0/Type | \"forward\" | Redirect answers without TLS",
                "encryption | /Told/Properties/KmsMasterKeyId | | Told isn't encrypted",
                "encryption | /Database/Properties/StorageEncrypted | false | Database isn't encrypted",
                "network | /DatabaseInstance/Properties/PubliclyAccessible | true | DatabaseInstance can be reached",
                "network | /Service/Properties/NetworkConfiguration/AwsvpcConfiguration/AssignPublicIp | \"ENABLED\" | has a public address",
                "network | /BalancerGroup/Properties/SecurityGroupIngress/0/FromPort | 22 | lets anybody in at port 22",
                "network | /ToTheDatabase/Properties/CidrIpv6 | \"::/0\" | ToTheDatabase lets anybody in at port 5432",
                "permissions | /ApiPolicy/Properties/PolicyDocument/Statement/0/Action/0 | \"s3:Get*\" | its actions have a star",
                "permissions | /ApiPolicy/Properties/PolicyDocument/Statement/0/Resource | \"*\" | its resource is a star for s3:GetObject",
                "permissions | /ApiPolicy/Properties/PolicyDocument/Statement/0/Resource/0 | \"arn:aws:s3:::*\" | its resource is a star",
                "permissions | /ApiPolicy/Properties/PolicyDocument/Statement/2/Condition | | a star for cloudwatch:PutMetricData",
                "permissions | /FunctionPolicy/Properties/PolicyDocument/Statement/0/Condition | | a star for ecs:ListTasks",
                "permissions | /ApiPolicy/Properties/PolicyDocument/Statement/0/NotAction | \"iam:*\" | by exclusion",
                "permissions | /ApiPolicy/Properties/PolicyDocument/Statement/0/Principal | \"*\" | it allows everybody",
                "permissions | /Key/Properties/KeyPolicy/Statement/0/Principal | {\"Service\":\"logs.amazonaws.com\"} | its actions have a star",
                "roles | /WorkerTask/Properties/TaskRoleArn | {\"Fn::GetAtt\":[\"ApiRole\",\"Arn\"]} | WorkerTask shares its role with ApiTask",
                "roles | /ApiTask/Properties/TaskRoleArn | | ApiTask has no role of its own",
                "roles | /ApiTask/Properties/ExecutionRoleArn | {\"Fn::GetAtt\":[\"ApiRole\",\"Arn\"]} | under the role that starts it",
                "roles | /ApiRole/Properties/ManagedPolicyArns | [\"arn:aws:iam::aws:policy/AmazonS3FullAccess\"] | ApiRole has AmazonS3FullAccess",
                "containers | /ApiTask/Properties/ContainerDefinitions/0/User | | ApiTask/api names no user",
                "containers | /ApiTask/Properties/ContainerDefinitions/0/User | \"0:0\" | ApiTask/api runs as 0:0",
                "containers | /WorkerTask/Properties/ContainerDefinitions/0/Privileged | true | worker is privileged",
                "logs | /ApiLog/Properties/RetentionInDays | | ApiLog keeps its lines for ever",
                "logs | /ApiTask/Properties/ContainerDefinitions/0/LogConfiguration | | ApiTask/api logs nowhere",
                "alarms | /ErrorRate | | nobody is told of: error rate",
                "alarms | /Slow | | nobody is told of: latency",
                "alarms | /Night | | nobody is told of: failed or missing night",
                "alarms | /Old/Properties/AlarmActions | [] | nobody is told of: stale newest day",
                "alarms | /Refused | | nobody is told of: reject share"
            })
    void failsWhereItIsMadeWrong(String check, String at, String value, String evidence) throws Exception {
        JsonNode template = template();
        JsonPointer pointer = JsonPointer.compile("/Resources" + at);
        JsonNode parent = template.at(pointer.head());
        String last = pointer.last().getMatchingProperty();
        if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(last), JSON.readTree(value));
        } else if (value == null) {
            assertThat(((ObjectNode) parent).remove(last)).as("what is removed").isNotNull();
        } else {
            ((ObjectNode) parent).set(last, JSON.readTree(value));
        }

        assertThat(findings(template))
                .filteredOn(finding -> finding.id().equals("infrastructure." + check))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(Outcome.FAIL);
                    assertThat(finding.evidence()).contains(evidence);
                });
    }

    /** What one stage has, another one may lack. */
    @Test
    void wantsTheAlarmsOfEachStage() throws Exception {
        JsonNode without = template();
        ((ObjectNode) without.path("Resources")).remove("Refused");
        Files.write(folder.resolve("petty-staging-all.template.json"), JSON.writeValueAsBytes(template()));
        Files.write(folder.resolve("petty-production-all.template.json"), JSON.writeValueAsBytes(without));

        assertThat(CheckRuns.findings(new InfrastructureChecks(folder).all()))
                .filteredOn(finding -> finding.outcome() == Outcome.FAIL)
                .extracting(Finding::evidence)
                .containsExactly("petty-production: nobody is told of: reject share");
    }

    @Test
    void isNotApplicableWhereThereIsNone() throws Exception {
        assertThat(CheckRuns.findings(new InfrastructureChecks(folder.resolve("nowhere")).all()))
                .allSatisfy(finding -> {
                    assertThat(finding.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
                    assertThat(finding.evidence()).contains("--templates");
                });
        assertThat(findings(JSON.readTree("{}"))).extracting(Finding::outcome).containsOnly(Outcome.NOT_APPLICABLE);
    }

    @Test
    void isToldWhenItIsNoJson() throws Exception {
        Files.writeString(folder.resolve("broken.template.json"), "{");
        assertThat(CheckRuns.findings(new InfrastructureChecks(folder).all())
                        .get(0)
                        .evidence())
                .contains("broken.template.json is no JSON: synthesise it again");
    }
}
