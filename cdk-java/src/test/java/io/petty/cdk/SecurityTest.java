package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Synthesized.Resource;
import io.petty.cdk.Synthesized.Stage;
import io.petty.cdk.Synthesized.Variant;
import io.petty.cdk.settings.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import tools.jackson.databind.JsonNode;

/** Tests the security properties of all stacks. */
class SecurityTest {
    private static final List<String> DATA_BUCKETS = List.of("Raw", "Lake", "Feedback", "Results");

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void bucketsAreEncryptedPrivateVersionedAndLogged(Variant variant) {
        Template storage = Synthesized.of(variant).template("storage");

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
    @MethodSource(Synthesized.SIZES)
    void bucketsAndTopicsRequireEncryptionInTransit(Variant variant) {
        assertThat(Synthesized.of(variant).resources())
                .filteredOn(
                        resource -> Set.of("AWS::S3::Bucket", "AWS::SNS::Topic").contains(resource.type()))
                .hasSize(DATA_BUCKETS.size() + 1 + 1)
                .allSatisfy(resource -> assertThat(PolicyStatements.of(Synthesized.of(variant)))
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
        return bucket.properties()
                .at("/LifecycleConfiguration/Rules")
                .valueStream()
                .toList();
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void keysRotate(Variant variant) {
        assertThat(Synthesized.of(variant).resources("AWS::KMS::Key"))
                .hasSize(variant.size() == Size.SMALL ? 4 : 5)
                .allSatisfy(key -> assertThat(
                                key.properties().path("EnableKeyRotation").asBoolean())
                        .as("%s", key)
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void theDatabaseIsEncryptedAndPrivateAndNeverLogsStatements(Variant variant) {
        Template database = Synthesized.of(variant).template("database");

        boolean isInstance = variant.size() == Size.SMALL;
        database.resourceCountIs("AWS::RDS::DBCluster", isInstance ? 0 : 1);
        database.hasResourceProperties(
                isInstance ? "AWS::RDS::DBInstance" : "AWS::RDS::DBCluster",
                Match.objectLike(Map.of(
                        "Engine",
                        isInstance ? "postgres" : "aurora-postgresql",
                        "StorageEncrypted",
                        true,
                        "KmsKeyId",
                        Match.anyValue(),
                        "DeletionProtection",
                        variant.isProduction(),
                        "CopyTagsToSnapshot",
                        true,
                        "BackupRetentionPeriod",
                        variant.isProduction() ? 35 : 7,
                        "EnableCloudwatchLogsExports",
                        List.of("postgresql"),
                        isInstance ? "MultiAZ" : "ServerlessV2ScalingConfiguration",
                        isInstance ? false : Match.anyValue())));
        database.allResourcesProperties("AWS::RDS::DBInstance", Match.objectLike(Map.of("PubliclyAccessible", false)));
        database.hasResourceProperties(
                isInstance ? "AWS::RDS::DBParameterGroup" : "AWS::RDS::DBClusterParameterGroup",
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
    @MethodSource(Synthesized.SIZES)
    void theApiLogsInAsTheReaderAndTheOtherProgramsGrantItsRights(Variant variant) {
        Map<String, List<String>> logins = new TreeMap<>();
        for (JsonNode container : Synthesized.of(variant).containers()) {
            Synthesized.environment(container).forEach((name, value) -> {
                if (name.equals("PETTY_DATABASE_LOGIN") || name.equals("PETTY_DATABASE_READER_ROLE")) {
                    logins.computeIfAbsent(container.path("Name").asString(), none -> new ArrayList<>())
                            .add(name + "=" + value.asString());
                }
            });
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
        Synthesized.of(variant)
                .template("database")
                .hasResourceProperties(
                        "AWS::SecretsManager::Secret",
                        Match.objectLike(Map.of(
                                "Name",
                                "petty/%s/database-reader"
                                        .formatted(variant.stage().label()),
                                "GenerateSecretString",
                                Match.objectLike(Map.of(
                                        "SecretStringTemplate",
                                        Match.serializedJson(Match.objectLike(Map.of("username", "petty_reader"))))))));
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void programsVerifyTheDatabasesCertificate(Variant variant) throws IOException {
        List<String> urls = Synthesized.of(variant).containers().stream()
                .flatMap(container -> Synthesized.environment(container).entrySet().stream())
                .filter(variable -> variable.getKey().equals("PETTY_DATABASE_URL"))
                .map(variable -> variable.getValue().toString())
                .toList();

        assertThat(urls)
                .hasSize(4)
                .allMatch(url -> url.contains("?sslmode=verify-full&sslrootcert=/opt/petty/database-ca.pem\""));
        for (String image : List.of("petty", "petty-api")) {
            assertThat(Path.of("..", "docker", image + ".Dockerfile"))
                    .content()
                    .contains("COPY --from=database-ca --chmod=0444 /database-ca.pem /opt/petty/\n");
        }
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void templatesContainNoSecretValues(Variant variant) {
        assertThat(Synthesized.of(variant).resources("AWS::SecretsManager::Secret"))
                .hasSize(4 + (variant.size() == Size.LARGE ? 1 : 0) + (variant.isProduction() ? 1 : 0))
                .allSatisfy(secret -> {
                    assertThat(secret.properties().has("SecretString")).isFalse();
                    assertThat(secret.properties().has("KmsKeyId")).isTrue();
                });
        assertThat(Synthesized.of(variant).resources("AWS::ECS::TaskDefinition"))
                .extracting(task -> task.properties().toString())
                .noneMatch(task -> task.contains("PETTY_DATABASE_PASSWORD"));
        assertThat(Synthesized.of(variant).containers())
                .extracting(container -> container.path("Environment").toString())
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
    @MethodSource(Synthesized.SIZES)
    void programsRunWithoutRootOnAReadOnlyFileSystem(Variant variant) {
        List<Resource> tasks = Synthesized.of(variant).resources("AWS::ECS::TaskDefinition");

        assertThat(tasks).hasSize(variant.size() == Size.LARGE ? 5 : 4).allSatisfy(task -> {
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
                .as("tasks whose program has the role with which ECS starts them")
                .noneMatch(task -> task.properties()
                        .path("TaskRoleArn")
                        .equals(task.properties().path("ExecutionRoleArn")));
        assertThat(tasks)
                .extracting(task -> task.properties().path("ExecutionRoleArn").toString())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void onlyTheLoadBalancerIsReachableFromOutside(Variant variant) {
        Synthesized synthesized = Synthesized.of(variant);

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
                .filteredOn(properties -> properties.contains("AssignPublicIp"))
                .hasSizeGreaterThan(3)
                .allMatch(properties ->
                        properties.contains("\"AssignPublicIp\":\"ENABLED\"") == (variant.size() == Size.SMALL));
        assertThat(synthesized.resources("AWS::EC2::NatGateway"))
                .hasSize(
                        switch (variant.size()) {
                            case SMALL -> 0;
                            case STANDARD -> 1;
                            case LARGE -> 2;
                        });
    }

    /** Security groups protect tasks with public addresses: only the load balancer's group may connect to them. */
    @ParameterizedTest
    @EnumSource
    void onlyTheLoadBalancerReachesTasksWithPublicAddresses(Stage stage) {
        Synthesized small = Synthesized.of(new Variant(stage, Size.SMALL));
        KeyUse references = new KeyUse(small.templates());
        Set<String> ofTasks = new TreeSet<>();
        for (Resource started : small.resources()) {
            JsonNode network = started.type().equals("AWS::ECS::Service")
                    ? started.properties().at("/NetworkConfiguration/AwsvpcConfiguration")
                    : started.properties().at("/Target/EcsParameters/NetworkConfiguration/AwsvpcConfiguration");
            network.path("SecurityGroups").forEach(group -> ofTasks.add(references.text(started.stack(), group)));
        }

        assertThat(ofTasks).hasSize(3);
        assertThat(small.resources("AWS::EC2::SecurityGroup"))
                .filteredOn(group -> ofTasks.contains("{network/%s}".formatted(group.id())))
                .hasSize(3)
                .noneMatch(group -> group.properties().has("SecurityGroupIngress"));
        assertThat(small.resources("AWS::EC2::SecurityGroupIngress"))
                .filteredOn(rule -> ofTasks.contains(
                        references.text("network", rule.properties().path("GroupId"))))
                .hasSize(2)
                .allSatisfy(rule -> assertThat(
                                references.text("network", rule.properties().path("SourceSecurityGroupId")))
                        .startsWith("{network/LoadBalancer"));
    }

    /** A function can't have a public address, so without a NAT gateway it would never reach Secrets Manager. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void rotationsReachSecretsManagerAndTheDatabase(Variant variant) {
        Synthesized synthesized = Synthesized.of(variant);
        KeyUse references = new KeyUse(synthesized.templates());
        List<Resource> endpoints = synthesized.resources("AWS::EC2::VPCEndpoint").stream()
                .filter(endpoint ->
                        endpoint.properties().path("VpcEndpointType").asString().equals("Interface"))
                .toList();

        assertThat(synthesized.resources("AWS::SecretsManager::RotationSchedule"))
                .filteredOn(rotation -> rotation.properties().has("HostedRotationLambda"))
                .hasSize(2)
                .allSatisfy(rotation -> assertThat(references.text(
                                "database", rotation.properties().at("/HostedRotationLambda/VpcSubnetIds")))
                        .contains(variant.size() == Size.SMALL ? "databaseSubnet" : "programsSubnet"));
        assertThat(endpoints).hasSize(variant.size() == Size.SMALL ? 1 : 0).allSatisfy(endpoint -> {
            assertThat(endpoint.properties().path("ServiceName").asString()).endsWith(".secretsmanager");
            assertThat(endpoint.properties().path("PrivateDnsEnabled").asBoolean())
                    .isTrue();
            assertThat(endpoint.properties().path("SubnetIds").size()).isEqualTo(1);
            String group = references.text(
                    "network", endpoint.properties().path("SecurityGroupIds").path(0));
            assertThat(synthesized.resources("AWS::EC2::SecurityGroupIngress"))
                    .filteredOn(rule -> references
                            .text("network", rule.properties().path("GroupId"))
                            .equals(group))
                    .extracting(rule -> references
                            .text("network", rule.properties().path("SourceSecurityGroupId"))
                            .replaceFirst("\\{network/([A-Z][a-z]+).*", "$1"))
                    .containsExactlyInAnyOrder("Api", "Run", "Jobs", "Rotation");
        });
    }

    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void theApiServesOnlyTlsAndIsBehindAFirewallUnlessSmall(Variant variant) {
        Template api = Synthesized.of(variant).template("api");

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
        if (variant.size() == Size.SMALL) {
            api.resourceCountIs("AWS::WAFv2::WebACL", 0);
            return;
        }
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

    /** Paths contain ids of collars, and no log may contain those. */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void requestLogsContainNoPaths(Variant variant) {
        Template api = Synthesized.of(variant).template("api");

        if (variant.size() != Size.SMALL) {
            api.hasResourceProperties(
                    "AWS::WAFv2::LoggingConfiguration",
                    Match.objectLike(Map.of(
                            "RedactedFields",
                            Match.arrayWith(List.of(Map.of("UriPath", Map.of()), Map.of("QueryString", Map.of()))))));
        }
        assertThat(Synthesized.of(variant).resources("AWS::WAFv2::WebACL"))
                .extracting(firewall -> firewall.properties().toString())
                .allMatch(text -> !text.contains("\"SampledRequestsEnabled\":true"));
        assertThat(Synthesized.of(variant).resources("AWS::ElasticLoadBalancingV2::LoadBalancer"))
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
    @MethodSource(Synthesized.SIZES)
    void logsExpireAndEverythingIsTagged(Variant variant) {
        Synthesized synthesized = Synthesized.of(variant);

        assertThat(synthesized.resources("AWS::Logs::LogGroup"))
                .hasSizeGreaterThan(6)
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
                                "{\"Key\":\"stage\",\"Value\":\""
                                        + variant.stage().label() + "\"}"));
    }

    /**
     * EventBridge doesn't support conditions in the policies of topics and their keys. With one, its mails would be
     * lost ("Amazon SNS permissions" in its guide, and "Managing encryption keys" in that of SNS). All other services
     * are limited to this account.
     */
    @ParameterizedTest
    @MethodSource(Synthesized.SIZES)
    void onlyTheAccountsOwnServicesPublishAlarms(Variant variant) {
        assertThat(PolicyStatements.of(Synthesized.of(variant)))
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
