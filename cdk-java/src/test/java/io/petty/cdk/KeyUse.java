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
 * Who may use which encryption key, and who has to, according to the templates of a stage. References are resolved
 * across stacks: a resource is {@code {STACK/ID}}.
 */
final class KeyUse {
    private static final Set<String> READING = Set.of("kms:Decrypt");

    /** Writing in parts, and replacing a secret, also decrypts. */
    private static final Set<String> WRITING = Set.of("kms:Decrypt", "kms:GenerateDataKey");

    private static final Set<String> NOTHING = Set.of();

    /**
     * What an action on an encrypted resource also needs on its key, from the pages on encryption in the guides of each
     * service. ECR and CloudWatch Logs use keys by grants and by the key's policy, not by the caller's permissions.
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
    private final Map<String, String> locks = new TreeMap<>();

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
                locks.put("{%s/%s}".formatted(stack, id), text(stack, key));
            }
        });
    }

    /** Something that is done with each resource. */
    interface Visitor {
        void visit(String stack, String id, JsonNode resource);
    }

    void each(Visitor visitor) {
        templates.forEach((stack, template) -> template.path("Resources")
                .properties()
                .forEach(resource -> visitor.visit(stack, resource.getKey(), resource.getValue())));
    }

    /** Returns the encrypted resources with their keys. */
    Map<String, String> locks() {
        return locks;
    }

    /** Returns the statements that allow something to a role, by role. */
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
     * Returns what is wrong: for each role, the actions on keys that it lacks, and those that it has without use of
     * anything that the key encrypts; and likewise for services of AWS.
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
        services(faults);
        rotations(faults);
        return faults;
    }

    private void add(String stack, JsonNode statement, Set<String> needed, Set<String> allowed) {
        for (String action : texts(stack, statement.path("Action")).toList()) {
            for (String resource : texts(stack, statement.path("Resource")).toList()) {
                if (action.startsWith("kms:")) {
                    allowed.add(action + " on " + resource);
                }
                locks.forEach((locked, key) -> {
                    if (resource.equals(locked) || resource.startsWith(locked + "/")) {
                        needs(action).forEach(use -> needed.add(use + " on " + key));
                    }
                });
            }
        }
    }

    private static Set<String> needs(String action) {
        return Objects.requireNonNull(NEEDS.get(action), () -> "It isn't known what " + action + " needs on a key");
    }

    /** Topics let services publish by their own policies, and their keys by those of the keys. */
    private void services(List<String> faults) {
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
                    logs(text(stack, key), needed);
                }
                case "AWS::Logs::LogGroup" -> {
                    if (properties.has("KmsKeyId")) {
                        logs(text(stack, properties.path("KmsKeyId")), needed);
                    }
                }
                default -> {}
            }
        });
        Set<String> names = new TreeSet<>(needed.keySet());
        names.addAll(allowed.keySet());
        names.forEach(service -> compare(service, of(needed, service), of(allowed, service), faults));
    }

    /** What CloudWatch Logs needs to encrypt a log group. */
    private static void logs(String key, Map<String, Set<String>> needed) {
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

    /** AWS makes the role of its own rotation function, from these two. */
    private void rotations(List<String> faults) {
        each((stack, id, resource) -> {
            JsonNode hosted = resource.path("Properties").path("HostedRotationLambda");
            if (!hosted.isMissingNode()) {
                String secret = text(stack, resource.path("Properties").path("SecretId"));
                if (!Objects.equals(locks.get(secret), text(stack, hosted.path("KmsKeyArn")))) {
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
     * Returns a value in which each reference is resolved to its resource, and the parts of a split one are named like
     * {@code {STACK/ID}[1]}.
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

    /** An attachment of a secret to its database has the secret's ARN. */
    private String reference(String stack, String id) {
        JsonNode resource =
                Objects.requireNonNull(templates.get(stack)).path("Resources").path(id);
        return resource.path("Type").asString("").equals("AWS::SecretsManager::SecretTargetAttachment")
                ? text(stack, resource.path("Properties").path("SecretId"))
                : "{%s}".formatted(resource.isMissingNode() ? id : stack + "/" + id);
    }
}
