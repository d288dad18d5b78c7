package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Resource;
import io.petty.cdk.Synthesized.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import tools.jackson.databind.JsonNode;

/** Tests the security properties of all stacks. */
class SecurityTest {
    private static final List<String> DATA_BUCKETS = List.of("Raw", "Lake", "Feedback", "Results");

    @ParameterizedTest
    @EnumSource
    void bucketsAreEncryptedClosedVersionedAndLogged(Stage stage) {
        Template storage = Synthesized.of(stage).template("storage");

        storage.resourceCountIs("AWS::S3::Bucket", DATA_BUCKETS.size() + 1);
        storage.allResourcesProperties(
                "AWS::S3::Bucket",
                Match.objectLike(Map.of(
                        "PublicAccessBlockConfiguration",
                                Map.of(
                                        "BlockPublicAcls", true,
                                        "BlockPublicPolicy", true,
                                        "IgnorePublicAcls", true,
                                        "RestrictPublicBuckets", true),
                        "VersioningConfiguration", Map.of("Status", "Enabled"),
                        "OwnershipControls", Match.anyValue(),
                        "LifecycleConfiguration", Match.anyValue())));
        storage.resourcePropertiesCountIs(
                "AWS::S3::Bucket",
                Match.objectLike(Map.of(
                        "BucketEncryption",
                                Map.of(
                                        "ServerSideEncryptionConfiguration",
                                        List.of(Map.of(
                                                "BucketKeyEnabled",
                                                true,
                                                "ServerSideEncryptionByDefault",
                                                Map.of(
                                                        "SSEAlgorithm",
                                                        "aws:kms",
                                                        "KMSMasterKeyID",
                                                        Match.anyValue())))),
                        "LoggingConfiguration", Match.objectLike(Map.of("DestinationBucketName", Match.anyValue())))),
                DATA_BUCKETS.size());
    }

    @ParameterizedTest
    @EnumSource
    void bucketsAndTopicsRequireEncryptionInTransit(Stage stage) {
        assertThat(Synthesized.of(stage).resources())
                .filteredOn(
                        resource -> Set.of("AWS::S3::Bucket", "AWS::SNS::Topic").contains(resource.type()))
                .hasSize(DATA_BUCKETS.size() + 1 + 1)
                .allSatisfy(resource -> assertThat(PolicyStatements.of(Synthesized.of(stage)))
                        .as("%s", resource)
                        .anyMatch(statement -> !statement.allows()
                                && statement.where().stack().equals(resource.stack())
                                && statement.resources().contains("{" + resource.id() + "}")
                                && statement.principals().equals(List.of("*"))
                                && statement
                                        .json()
                                        .path("Condition")
                                        .path("Bool")
                                        .path("aws:SecureTransport")
                                        .asString()
                                        .equals("false")));
    }

    @Test
    void bucketsDeleteReplacedVersionsAfterSomeTime() {
        assertThat(Synthesized.of(Stage.PRODUCTION).resources("AWS::S3::Bucket"))
                .allSatisfy(bucket -> assertThat(rules(bucket))
                        .as("%s", bucket)
                        .anyMatch(rule -> rule.has("NoncurrentVersionExpiration") && !rule.has("Prefix")));
        assertThat(Synthesized.of(Stage.PRODUCTION).resources("AWS::S3::Bucket"))
                .filteredOn(bucket ->
                        bucket.id().startsWith("Feedback") || bucket.id().startsWith("Raw"))
                .as("buckets whose objects must not expire")
                .hasSize(2)
                .allSatisfy(bucket -> assertThat(rules(bucket)).noneMatch(rule -> rule.has("ExpirationInDays")));
    }

    private static List<JsonNode> rules(Resource bucket) {
        return StreamSupport.stream(
                        bucket.properties()
                                .path("LifecycleConfiguration")
                                .path("Rules")
                                .spliterator(),
                        false)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void keysRotate(Stage stage) {
        assertThat(Synthesized.of(stage).resources("AWS::KMS::Key"))
                .hasSize(5)
                .allSatisfy(key -> assertThat(
                                key.properties().path("EnableKeyRotation").asBoolean())
                        .as("%s", key)
                        .isTrue());
    }

    @ParameterizedTest
    @EnumSource
    void theDatabaseIsEncryptedAndPrivateAndNeverLogsStatements(Stage stage) {
        Template database = Synthesized.of(stage).template("database");

        database.hasResourceProperties(
                "AWS::RDS::DBCluster",
                Match.objectLike(Map.of(
                        "Engine",
                        "aurora-postgresql",
                        "StorageEncrypted",
                        true,
                        "KmsKeyId",
                        Match.anyValue(),
                        "DeletionProtection",
                        stage == Stage.PRODUCTION,
                        "CopyTagsToSnapshot",
                        true,
                        "ServerlessV2ScalingConfiguration",
                        Match.anyValue())));
        database.allResourcesProperties("AWS::RDS::DBInstance", Match.objectLike(Map.of("PubliclyAccessible", false)));
        database.hasResourceProperties(
                "AWS::RDS::DBClusterParameterGroup",
                Match.objectLike(Map.of(
                        "Parameters",
                        Match.objectLike(Map.of(
                                "rds.force_ssl", "1",
                                "log_statement", "none",
                                "log_min_duration_statement", "-1",
                                "log_min_error_statement", "panic")))));
        database.resourceCountIs("AWS::SecretsManager::RotationSchedule", 2);
        database.allResourcesProperties(
                "AWS::SecretsManager::RotationSchedule",
                Match.objectLike(Map.of(
                        "HostedRotationLambda", Match.objectLike(Map.of("RotationType", "PostgreSQLSingleUser")),
                        "RotationRules", Map.of("ScheduleExpression", "rate(30 days)"))));
    }

    @ParameterizedTest
    @EnumSource
    void theApiLogsInAsTheReaderAndTheOtherProgramsGrantItsRights(Stage stage) {
        Map<String, List<String>> logins = new TreeMap<>();
        for (Resource task : Synthesized.of(stage).resources("AWS::ECS::TaskDefinition")) {
            for (JsonNode container : task.properties().path("ContainerDefinitions")) {
                for (JsonNode variable : container.path("Environment")) {
                    String name = variable.path("Name").asString();
                    if (name.equals("PETTY_DATABASE_LOGIN") || name.equals("PETTY_DATABASE_READER_ROLE")) {
                        logins.computeIfAbsent(container.path("Name").asString(), none -> new ArrayList<>())
                                .add(name + "=" + variable.path("Value").asString());
                    }
                }
            }
        }
        List<String> owner = List.of("PETTY_DATABASE_READER_ROLE=petty_reader");
        assertThat(logins)
                .isEqualTo(Map.of(
                        "api",
                        List.of("PETTY_DATABASE_LOGIN=reader"),
                        "run",
                        owner,
                        "maintenance",
                        owner,
                        "access",
                        owner));
        Synthesized.of(stage)
                .template("database")
                .hasResourceProperties(
                        "AWS::SecretsManager::Secret",
                        Match.objectLike(Map.of(
                                "Name",
                                "petty/%s/database-reader".formatted(stage.label()),
                                "GenerateSecretString",
                                Match.objectLike(Map.of(
                                        "SecretStringTemplate",
                                        Match.serializedJson(Match.objectLike(Map.of("username", "petty_reader"))))))));
    }

    @ParameterizedTest
    @EnumSource
    void programsVerifyTheDatabasesCertificate(Stage stage) throws IOException {
        List<String> urls = new ArrayList<>();
        for (Resource task : Synthesized.of(stage).resources("AWS::ECS::TaskDefinition")) {
            for (JsonNode container : task.properties().path("ContainerDefinitions")) {
                for (JsonNode variable : container.path("Environment")) {
                    if (variable.path("Name").asString().equals("PETTY_DATABASE_URL")) {
                        urls.add(variable.path("Value").toString());
                    }
                }
            }
        }

        assertThat(urls).hasSize(4).allMatch(url -> url.contains("?" + DatabaseStack.TLS + "\""));
        assertThat(DatabaseStack.TLS).isEqualTo("sslmode=verify-full&sslrootcert=/opt/petty/database-ca.pem");
        for (String image : List.of("petty", "petty-api")) {
            assertThat(Path.of("..", "docker", image + ".Dockerfile"))
                    .content()
                    .contains("COPY --from=database-ca --chmod=0444 /database-ca.pem /opt/petty/\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void noSecretHasAValueInATemplate(Stage stage) {
        assertThat(Synthesized.of(stage).resources("AWS::SecretsManager::Secret"))
                .hasSize(stage == Stage.STAGING ? 4 : 6)
                .allSatisfy(secret -> {
                    assertThat(secret.properties().has("SecretString")).isFalse();
                    assertThat(secret.properties().has("KmsKeyId")).isTrue();
                });
        assertThat(Synthesized.of(stage).resources("AWS::ECS::TaskDefinition"))
                .extracting(task -> task.properties().toString())
                .noneMatch(task -> task.contains("PETTY_DATABASE_PASSWORD"));
        assertThat(Synthesized.of(stage).resources("AWS::ECS::TaskDefinition").stream()
                        .flatMap(task ->
                                task.properties().path("ContainerDefinitions").valueStream())
                        .map(container -> container.path("Environment").toString()))
                .noneMatch(environment -> environment.contains("PETTY_SPARK_SECRET"));
    }

    @Test
    void signingKeysRotateOnTheirOwnSchedule() {
        Synthesized.of(Stage.PRODUCTION)
                .template("jobs")
                .hasResourceProperties(
                        "AWS::Scheduler::Schedule",
                        Match.objectLike(Map.of("ScheduleExpression", "cron(0 12 1 * ? *)", "State", "ENABLED")));
        assertThat(Synthesized.of(Stage.PRODUCTION).resources("AWS::ECS::TaskDefinition"))
                .extracting(task -> task.properties()
                        .path("ContainerDefinitions")
                        .path(0)
                        .path("Command")
                        .toString())
                .contains("[\"tokens\",\"rotate\"]", "[\"run\"]", "[\"maintain\"]");
    }

    @ParameterizedTest
    @EnumSource
    void programsRunWithoutRootOnAReadOnlyDisk(Stage stage) {
        List<Resource> tasks = Synthesized.of(stage).resources("AWS::ECS::TaskDefinition");

        assertThat(tasks).hasSize(stage == Stage.STAGING ? 4 : 5).allSatisfy(task -> {
            JsonNode program = task.properties().path("ContainerDefinitions").path(0);
            assertThat(program.path("User").asString()).isEqualTo("petty");
            assertThat(program.path("ReadonlyRootFilesystem").asBoolean()).isTrue();
            assertThat(program.path("Privileged").asBoolean(false)).isFalse();
            assertThat(program.path("LogConfiguration").path("LogDriver").asString())
                    .isEqualTo("awslogs");
            assertThat(program.path("Image").toString()).contains(":1.0.0");
            assertThat(task.properties().path("ContainerDefinitions"))
                    .allSatisfy(container -> assertThat(container.path("User").asString())
                            .isNotEmpty()
                            .doesNotStartWith("0")
                            .isNotEqualTo("root"))
                    .filteredOn(container -> !container.path("Name").asString().equals("collector"))
                    .allMatch(container ->
                            container.path("ReadonlyRootFilesystem").asBoolean());
        });
        assertThat(tasks)
                .extracting(task -> task.properties().path("TaskRoleArn").toString())
                .as("one role per component")
                .doesNotHaveDuplicates();
        assertThat(tasks)
                .as("roles of programs, which differ from those that start them")
                .noneMatch(task -> task.properties()
                        .path("TaskRoleArn")
                        .equals(task.properties().path("ExecutionRoleArn")));
        assertThat(tasks)
                .extracting(task -> task.properties().path("ExecutionRoleArn").toString())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheLoadBalancerIsReachableFromOutside(Stage stage) {
        Synthesized synthesized = Synthesized.of(stage);

        assertThat(synthesized.resources("AWS::EC2::SecurityGroup"))
                .filteredOn(group -> group.properties()
                        .path("SecurityGroupIngress")
                        .toString()
                        .contains("0.0.0.0/0"))
                .singleElement()
                .satisfies(group -> assertThat(group.id()).startsWith("LoadBalancer"));
        assertThat(synthesized.resources("AWS::EC2::SecurityGroupIngress"))
                .isNotEmpty()
                .allMatch(rule -> rule.properties().has("SourceSecurityGroupId"));
        assertThat(synthesized.resources())
                .extracting(resource -> resource.properties().toString())
                .noneMatch(properties -> properties.contains("\"AssignPublicIp\":\"ENABLED\""));
    }

    @ParameterizedTest
    @EnumSource
    void theApiServesOnlyTlsBehindAFirewall(Stage stage) {
        Template api = Synthesized.of(stage).template("api");

        api.hasResourceProperties(
                "AWS::ElasticLoadBalancingV2::Listener",
                Match.objectLike(Map.of(
                        "Port",
                        443,
                        "Protocol",
                        "HTTPS",
                        "SslPolicy",
                        "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
                        "Certificates",
                        Match.anyValue())));
        api.hasResourceProperties(
                "AWS::ElasticLoadBalancingV2::Listener",
                Match.objectLike(Map.of(
                        "Port",
                        80,
                        "DefaultActions",
                        List.of(Match.objectLike(Map.of(
                                "Type",
                                "redirect",
                                "RedirectConfig",
                                Match.objectLike(Map.of("Protocol", "HTTPS", "StatusCode", "HTTP_301"))))))));
        api.resourceCountIs("AWS::ElasticLoadBalancingV2::Listener", 2);
        api.resourceCountIs("AWS::WAFv2::WebACLAssociation", 1);
        api.hasResourceProperties(
                "AWS::WAFv2::WebACL",
                Match.objectLike(Map.of(
                        "Scope",
                        "REGIONAL",
                        "Rules",
                        Match.arrayWith(List.of(Match.objectLike(Map.of(
                                "Statement", Match.objectLike(Map.of("RateBasedStatement", Match.anyValue())))))))));
    }

    /** Paths contain the ids of collars, which no log may contain. */
    @ParameterizedTest
    @EnumSource
    void requestLogsContainNoPaths(Stage stage) {
        Template api = Synthesized.of(stage).template("api");

        api.hasResourceProperties(
                "AWS::WAFv2::LoggingConfiguration",
                Match.objectLike(Map.of(
                        "RedactedFields",
                        Match.arrayWith(List.of(Map.of("UriPath", Map.of()), Map.of("QueryString", Map.of()))))));
        assertThat(Synthesized.of(stage).resources("AWS::WAFv2::WebACL"))
                .extracting(firewall -> firewall.properties().toString())
                .allMatch(text -> !text.contains("\"SampledRequestsEnabled\":true"));
        assertThat(Synthesized.of(stage).resources("AWS::ElasticLoadBalancingV2::LoadBalancer"))
                .extracting(balancer ->
                        balancer.properties().path("LoadBalancerAttributes").toString())
                .allMatch(text -> text.contains("routing.http.drop_invalid_header_fields.enabled")
                        && !text.contains("access_logs.s3.bucket"));
    }

    @ParameterizedTest
    @EnumSource
    void athenaResultsAreAlwaysEncrypted(Stage stage) {
        Synthesized.of(stage)
                .template("query")
                .hasResourceProperties(
                        "AWS::Athena::WorkGroup",
                        Match.objectLike(Map.of(
                                "WorkGroupConfiguration",
                                Match.objectLike(Map.of(
                                        "EnforceWorkGroupConfiguration",
                                        true,
                                        "ResultConfiguration",
                                        Match.objectLike(Map.of(
                                                "EncryptionConfiguration",
                                                Match.objectLike(Map.of("EncryptionOption", "SSE_KMS")))))))));
    }

    @ParameterizedTest
    @EnumSource
    void logsExpireAndEverythingIsTagged(Stage stage) {
        Synthesized synthesized = Synthesized.of(stage);

        assertThat(synthesized.resources("AWS::Logs::LogGroup"))
                .hasSizeGreaterThan(8)
                .allSatisfy(log -> assertThat(
                                log.properties().path("RetentionInDays").asInt())
                        .as("%s", log)
                        .isEqualTo(90));
        assertThat(synthesized.resources())
                .filteredOn(resource -> resource.properties().path("Tags").isArray())
                .hasSizeGreaterThan(50)
                .allSatisfy(resource -> assertThat(
                                resource.properties().path("Tags").toString())
                        .as("%s", resource)
                        .contains(
                                "{\"Key\":\"application\",\"Value\":\"petty\"}",
                                "{\"Key\":\"stage\",\"Value\":\"" + stage.label() + "\"}"));
    }

    /**
     * EventBridge doesn't support conditions in the policies of topics and their keys. With one, its mails would be
     * lost ("Amazon SNS permissions" in its guide, and "Managing encryption keys" in that of SNS). All other services
     * are limited to this account.
     */
    @ParameterizedTest
    @EnumSource
    void onlyTheAccountsOwnServicesPublishAlarms(Stage stage) {
        assertThat(PolicyStatements.of(Synthesized.of(stage)))
                .filteredOn(statement -> statement.where().stack().equals("observability"))
                .filteredOn(
                        statement -> statement.principals().stream().anyMatch(name -> name.endsWith(".amazonaws.com")))
                .hasSize(8)
                .allSatisfy(statement -> assertThat(
                                statement.json().at("/Condition/StringEquals").has("aws:SourceAccount"))
                        .as("%s", statement.principals())
                        .isNotEqualTo(statement.principals().contains("events.amazonaws.com")));
    }
}
