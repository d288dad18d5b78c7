package io.petty.cdk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Compares who may use each encryption key with who needs it, according to a stage's templates. References are resolved
 * across stacks, and a resource is written as {@code {STACK/ID}}.
 */
final class KeyUse {
    private static final Set<String> READING = Set.of("kms:Decrypt");

    /** A multipart upload also needs to decrypt, and so does the replacement of a secret. */
    private static final Set<String> WRITING = Set.of("kms:Decrypt", "kms:GenerateDataKey");

    private static final Set<String> NOTHING = Set.of();

    /** A snapshot is encrypted with the key of its database, which RDS uses by a grant of the caller. */
    private static final Set<String> SNAPSHOTS = Set.of("rds:CreateDBClusterSnapshot", "rds:CreateDBSnapshot");

    private static final Set<String> SNAPSHOT = Set.of("kms:CreateGrant", "kms:DescribeKey");

    /**
     * For each action on an encrypted resource: the actions that it also needs on the resource's key, from the pages on
     * encryption in each service's guide. ECR and CloudWatch Logs aren't included, since they use keys by grants and by
     * the key's policy, not by the caller's permissions.
     */
    private static final Map<String, Set<String>> NEEDS = Map.ofEntries(
            Map.entry("secretsmanager:GetSecretValue", READING),
            Map.entry("secretsmanager:PutSecretValue", WRITING),
            Map.entry("secretsmanager:DescribeSecret", NOTHING),
            Map.entry("secretsmanager:UpdateSecretVersionStage", NOTHING),
            Map.entry("s3:GetObject", READING),
            Map.entry("s3:PutObject", WRITING),
            Map.entry("s3:ListBucket", NOTHING),
            Map.entry("s3:DeleteObject", NOTHING),
            Map.entry("s3:AbortMultipartUpload", NOTHING),
            Map.entry("sns:Publish", WRITING),
            Map.entry("sqs:SendMessage", WRITING),
            Map.entry("sqs:ReceiveMessage", READING),
            Map.entry("sqs:DeleteMessage", NOTHING));

    private final Map<String, JsonNode> templates;
    private final Map<String, JsonNode> exports = new HashMap<>();
    private final Map<String, String> exporters = new HashMap<>();

    /** The key of each encrypted resource. */
    private final Map<String, String> keys = new TreeMap<>();

    /** The key of each encrypted database, by the end of the database's ARN. */
    private final Map<String, String> databases = new TreeMap<>();

    KeyUse(Map<String, JsonNode> templates) {
        this.templates = templates;
        templates.forEach((stack, template) -> template.path("Outputs")
                .properties()
                .forEach(output -> {
                    String name = text(stack, output.getValue().path("Export").path("Name"));
                    exports.put(name, output.getValue().path("Value"));
                    exporters.put(name, stack);
                }));
        each((stack, id, resource) -> {
            JsonNode properties = resource.path("Properties");
            JsonNode key = switch (resource.path("Type").asString()) {
                case "AWS::SecretsManager::Secret", "AWS::Logs::LogGroup" -> properties.path("KmsKeyId");
                case "AWS::SNS::Topic", "AWS::SQS::Queue" -> properties.path("KmsMasterKeyId");
                case "AWS::ECR::Repository" ->
                    properties.path("EncryptionConfiguration").path("KmsKey");
                case "AWS::S3::Bucket" ->
                    properties.at("/BucketEncryption/ServerSideEncryptionConfiguration/0"
                            + "/ServerSideEncryptionByDefault/KMSMasterKeyID");
                default -> properties.path("none");
            };
            if (!key.isMissingNode()) {
                keys.put("{%s/%s}".formatted(stack, id), text(stack, key));
            }
            if (properties.has("StorageEncrypted")) {
                boolean cluster = resource.path("Type").asString().equals("AWS::RDS::DBCluster");
                String name = properties
                        .path(cluster ? "DBClusterIdentifier" : "DBInstanceIdentifier")
                        .asString();
                databases.put((cluster ? ":cluster:" : ":db:") + name, text(stack, properties.path("KmsKeyId")));
            }
        });
    }

    /** Visits each resource. */
    interface Visitor {
        void visit(String stack, String id, JsonNode resource);
    }

    void each(Visitor visitor) {
        templates.forEach((stack, template) -> template.path("Resources")
                .properties()
                .forEach(resource -> visitor.visit(stack, resource.getKey(), resource.getValue())));
    }

    /** Returns the encrypted resources with their keys. */
    Map<String, String> keys() {
        return keys;
    }

    /** Returns the statements in the policies of each role, by role. */
    Map<String, List<JsonNode>> statementsOfRoles() {
        Map<String, List<JsonNode>> roles = new TreeMap<>();
        each((stack, id, resource) -> {
            if (resource.path("Type").asString().equals("AWS::IAM::Policy")) {
                JsonNode statements =
                        resource.path("Properties").path("PolicyDocument").path("Statement");
                for (JsonNode role : resource.path("Properties").path("Roles")) {
                    roles.computeIfAbsent(text(stack, role), name -> new ArrayList<>())
                            .addAll(statements.valueStream().toList());
                }
            }
        });
        return roles;
    }

    /**
     * Returns the faults. For each role and each service of AWS, these are the actions on keys that it needs but isn't
     * allowed to use, and those that it is allowed to use but doesn't need.
     */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        statementsOfRoles().forEach((role, statements) -> {
            String stack = role.substring(1, role.indexOf('/'));
            Set<String> needed = new TreeSet<>();
            Set<String> allowed = new TreeSet<>();
            for (JsonNode statement : statements) {
                add(stack, statement, needed, allowed);
            }
            compare(role, needed, allowed, faults);
        });
        compareServices(faults);
        checkRotations(faults);
        return faults;
    }

    private void add(String stack, JsonNode statement, Set<String> needed, Set<String> allowed) {
        for (String action : texts(stack, statement.path("Action")).toList()) {
            for (String resource : texts(stack, statement.path("Resource")).toList()) {
                if (action.startsWith("kms:")) {
                    allowed.add(action + " on " + resource);
                }
                databases.forEach((database, key) -> {
                    if (SNAPSHOTS.contains(action) && resource.endsWith(database)) {
                        SNAPSHOT.forEach(use -> needed.add(use + " on " + key));
                    }
                });
                keys.forEach((encrypted, key) -> {
                    if (resource.equals(encrypted) || resource.startsWith(encrypted + "/")) {
                        needs(action).forEach(use -> needed.add(use + " on " + key));
                    }
                });
            }
        }
    }

    private static Set<String> needs(String action) {
        return Objects.requireNonNull(
                NEEDS.get(action), () -> "NEEDS lacks " + action + ": add what it needs on a key");
    }

    /**
     * Compares the services of AWS. The policies of topics allow them to publish, and the policies of keys allow them
     * to use the topics' keys.
     */
    private void compareServices(List<String> faults) {
        Map<String, Set<String>> needed = new TreeMap<>();
        Map<String, Set<String>> allowed = new TreeMap<>();
        each((stack, id, resource) -> {
            JsonNode properties = resource.path("Properties");
            switch (resource.path("Type").asString()) {
                case "AWS::SNS::TopicPolicy" ->
                    properties.path("PolicyDocument").path("Statement").forEach(statement -> {
                        if (statement.path("Effect").asString().equals("Allow")) {
                            services(stack, statement)
                                    .forEach(service ->
                                            add(stack, statement, of(needed, service), of(allowed, service)));
                        }
                    });
                case "AWS::KMS::Key" ->
                    properties
                            .path("KeyPolicy")
                            .path("Statement")
                            .forEach(statement -> services(stack, statement)
                                    .forEach(service -> texts(stack, statement.path("Action"))
                                            .forEach(action -> of(allowed, service)
                                                    .add("%s on {%s/%s}".formatted(action, stack, id)))));
                case "AWS::Glue::SecurityConfiguration" -> {
                    JsonNode key = properties.at("/EncryptionConfiguration/CloudWatchEncryption/KmsKeyArn");
                    addLogs(text(stack, key), needed);
                }
                case "AWS::Logs::LogGroup" -> {
                    if (properties.has("KmsKeyId")) {
                        addLogs(text(stack, properties.path("KmsKeyId")), needed);
                    }
                }
                default -> {}
            }
        });
        Set<String> names = new TreeSet<>(needed.keySet());
        names.addAll(allowed.keySet());
        names.forEach(service -> compare(service, of(needed, service), of(allowed, service), faults));
    }

    /** Adds the actions that CloudWatch Logs needs to encrypt a log group. */
    private static void addLogs(String key, Map<String, Set<String>> needed) {
        Stream.of(
                        "kms:Decrypt",
                        "kms:DescribeKey",
                        "kms:Encrypt",
                        "kms:GenerateDataKey",
                        "kms:GenerateDataKeyWithoutPlaintext",
                        "kms:ReEncryptFrom",
                        "kms:ReEncryptTo")
                .forEach(action -> of(needed, "logs").add(action + " on " + key));
    }

    private Stream<String> services(String stack, JsonNode statement) {
        return texts(stack, statement.path("Principal").path("Service"))
                .map(service -> service.replaceFirst("^logs\\..*", "logs"));
    }

    private static Set<String> of(Map<String, Set<String>> uses, String name) {
        return uses.computeIfAbsent(name, any -> new TreeSet<>());
    }

    /**
     * Checks the key of each hosted rotation. AWS creates the role of the rotation function from the secret and this
     * key.
     */
    private void checkRotations(List<String> faults) {
        each((stack, id, resource) -> {
            JsonNode hosted = resource.path("Properties").path("HostedRotationLambda");
            if (!hosted.isMissingNode()) {
                String secret = text(stack, resource.path("Properties").path("SecretId"));
                if (!Objects.equals(keys.get(secret), text(stack, hosted.path("KmsKeyArn")))) {
                    faults.add("The rotation of %s can't use its key".formatted(secret));
                }
            }
        });
    }

    private static void compare(
            String who, Collection<String> needed, Collection<String> allowed, List<String> faults) {
        needed.stream()
                .filter(use -> !allowed.contains(use))
                .forEach(use -> faults.add("%s lacks %s".formatted(who, use)));
        allowed.stream()
                .filter(use -> !needed.contains(use))
                .forEach(use -> faults.add("%s has no use for %s".formatted(who, use)));
    }

    Stream<String> texts(String stack, JsonNode node) {
        return node.isMissingNode()
                ? Stream.empty()
                : node.isArray()
                        ? node.valueStream().map(element -> text(stack, element))
                        : Stream.of(text(stack, node));
    }

    /**
     * Returns a value in which each reference is resolved to its resource. A part of a value that the template splits
     * is written as {@code {STACK/ID}[1]}.
     */
    String text(String stack, JsonNode node) {
        if (node.isString()) {
            return node.asString();
        }
        if (node.has("Ref")) {
            return reference(stack, node.path("Ref").asString());
        }
        if (node.has("Fn::GetAtt")) {
            return reference(stack, node.path("Fn::GetAtt").path(0).asString());
        }
        if (node.has("Fn::ImportValue")) {
            String name = text(stack, node.path("Fn::ImportValue"));
            return text(
                    Objects.requireNonNull(exporters.get(name), name), Objects.requireNonNull(exports.get(name), name));
        }
        if (node.has("Fn::Join")) {
            String separator = node.path("Fn::Join").path(0).asString();
            return String.join(
                    separator, texts(stack, node.path("Fn::Join").path(1)).toList());
        }
        if (node.at("/Fn::Select/1").has("Fn::Split")) {
            return "%s[%d]"
                    .formatted(
                            text(stack, node.at("/Fn::Select/1/Fn::Split/1")),
                            node.at("/Fn::Select/0").asInt());
        }
        return node.toString();
    }

    /**
     * Resolves a reference. The attachment of a secret to its database is resolved to the secret, since both have the
     * same ARN.
     */
    private String reference(String stack, String id) {
        JsonNode resource =
                Objects.requireNonNull(templates.get(stack)).path("Resources").path(id);
        return resource.path("Type").asString("").equals("AWS::SecretsManager::SecretTargetAttachment")
                ? text(stack, resource.path("Properties").path("SecretId"))
                : "{%s}".formatted(resource.isMissingNode() ? id : stack + "/" + id);
    }
}
