package io.petty.tasks;

import io.petty.tasks.Templates.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The resources of a stage that tasks use. Each is created in moto when a template first refers to it, with the name
 * that the template gives it or, as CloudFormation does, a generated one.
 */
final class DeployedStage implements Intrinsics.Deployed {
    private static final String ATTACHMENT = "AWS::SecretsManager::SecretTargetAttachment";

    private final Templates templates;
    private final Moto moto;
    private final Intrinsics intrinsics;
    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, Identity> created = new HashMap<>();
    private final Map<String, String> keys = new TreeMap<>();

    /** What {@code Ref} and the attribute {@code Arn} return. */
    private record Identity(String ref, String arn) {}

    DeployedStage(Templates templates, Moto moto) throws IOException, InterruptedException {
        this.templates = templates;
        this.moto = moto;
        this.intrinsics = new Intrinsics(templates, this, Moto.ACCOUNT, Moto.REGION);
        for (Resource attachment : templates.resources(ATTACHMENT)) {
            attach(attachment);
        }
    }

    JsonNode resolved(Resource resource, JsonNode value) {
        return intrinsics.resolve(resource.stack(), value);
    }

    List<Resource> resources(String type) {
        return templates.resources(type);
    }

    /** Returns the key's ARN by that of the bucket, the secret or the parameter which it encrypts. */
    Map<String, String> keys() {
        return keys;
    }

    /** Returns a simulator of the policies of all roles, by their ARNs, and of all resources. */
    PolicySimulator policies() {
        PolicySimulator simulator = new PolicySimulator(Moto.ACCOUNT);
        for (Resource policy : templates.resources("AWS::IAM::Policy")) {
            for (JsonNode role : resolved(policy, policy.property("Roles"))) {
                simulator.addToRole(roleArn(role.asString()), statements(policy, "PolicyDocument"));
            }
        }
        for (Resource role : templates.resources("AWS::IAM::Role")) {
            role.property("Policies")
                    .forEach(inline -> simulator.addToRole(
                            identity(role).arn(),
                            IamStatement.of(role.toString(), resolved(role, inline.path("PolicyDocument")))));
        }
        for (Resource policy : templates.resources("AWS::S3::BucketPolicy")) {
            String bucket = intrinsics.text(policy.stack(), policy.property("Bucket"));
            simulator.addToResource("arn:aws:s3:::" + bucket, statements(policy, "PolicyDocument"));
        }
        for (Resource policy : templates.resources("AWS::SecretsManager::ResourcePolicy")) {
            String secret = intrinsics.text(policy.stack(), policy.property("SecretId"));
            simulator.addToResource(secret, statements(policy, "ResourcePolicy"));
        }
        for (Resource key : templates.resources("AWS::KMS::Key")) {
            simulator.addToResource(identity(key).arn(), statements(key, "KeyPolicy"));
        }
        return simulator;
    }

    private List<IamStatement> statements(Resource resource, String property) {
        return IamStatement.of(resource.toString(), resolved(resource, resource.property(property)));
    }

    /** Returns who may assume a role. */
    List<IamStatement> trust(String role) {
        Resource resource = templates.resources("AWS::IAM::Role").stream()
                .filter(one -> identity(one).arn().equals(role))
                .findFirst()
                .orElseThrow();
        return statements(resource, "AssumeRolePolicyDocument");
    }

    /** Returns the value of a secret. */
    JsonNode secret(String name) throws IOException, InterruptedException {
        return json.readTree(moto.call("secretsmanager", "secretsmanager.GetSecretValue", Map.of("SecretId", name))
                .path("SecretString")
                .asString());
    }

    @Override
    public String ref(Resource resource) {
        return identity(resource).ref();
    }

    @Override
    public String attribute(Resource resource, String name) {
        if (name.equals("Arn") || name.equals("BackupVaultArn")) {
            return identity(resource).arn();
        }
        if (name.equals("Endpoint.Address")) {
            return "%s.cabcdefghijk.%s.rds.amazonaws.com".formatted(databaseId(resource), Moto.REGION);
        }
        throw new IllegalArgumentException("%s has no known attribute %s".formatted(resource, name));
    }

    private Identity identity(Resource resource) {
        String id = resource.toString();
        Identity known = created.get(id);
        if (known == null) {
            try {
                known = create(resource);
            } catch (IOException e) {
                throw new IllegalStateException("Can't create " + resource, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            created.put(id, known);
        }
        return known;
    }

    private Identity create(Resource resource) throws IOException, InterruptedException {
        return switch (resource.type()) {
            case "AWS::S3::Bucket" -> bucket(resource);
            case "AWS::KMS::Key" -> {
                JsonNode key =
                        moto.call("kms", "TrentService.CreateKey", Map.of()).path("KeyMetadata");
                yield new Identity(key.path("KeyId").asString(), key.path("Arn").asString());
            }
            case "AWS::SecretsManager::Secret" -> secret(resource);
            case ATTACHMENT -> {
                String secret = intrinsics.text(resource.stack(), resource.property("SecretId"));
                yield new Identity(secret, secret);
            }
            case "AWS::SSM::Parameter" -> {
                String name = text(resource, "Name");
                moto.call(
                        "ssm",
                        "AmazonSSM.PutParameter",
                        Map.of("Name", name, "Type", "String", "Value", text(resource, "Value")));
                yield new Identity(name, arn("ssm", "parameter" + name));
            }
            case "AWS::Logs::LogGroup" -> {
                String name = named(resource, "LogGroupName");
                moto.call("logs", "Logs_20140328.CreateLogGroup", Map.of("logGroupName", name));
                yield new Identity(name, arn("logs", "log-group:" + name + ":*"));
            }
            case "AWS::ECR::Repository" -> {
                String name = named(resource, "RepositoryName");
                yield new Identity(name, arn("ecr", "repository/" + name));
            }
            case "AWS::IAM::Role" -> {
                String name = named(resource, "RoleName");
                yield new Identity(name, roleArn(name));
            }
            // Tasks don't use these. Only their names are needed.
            case "AWS::SQS::Queue" -> {
                String name = named(resource, "QueueName");
                yield new Identity(name, arn("sqs", name));
            }
            default -> {
                String name = generated(resource);
                yield new Identity(name, arn("unused", name));
            }
        };
    }

    private Identity bucket(Resource resource) throws IOException, InterruptedException {
        String name = named(resource, "BucketName").toLowerCase(Locale.ROOT);
        moto.createBucket(name);
        String arn = "arn:aws:s3:::" + name;
        String key = intrinsics.text(
                resource.stack(),
                resource.properties()
                        .at("/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault"
                                + "/KMSMasterKeyID"));
        if (!key.isEmpty()) {
            keys.put(arn, key);
        }
        return new Identity(name, arn);
    }

    private Identity secret(Resource resource) throws IOException, InterruptedException {
        Map<String, Object> input = new HashMap<>(Map.of("Name", text(resource, "Name")));
        String key = text(resource, "KmsKeyId");
        input.put("KmsKeyId", key);
        JsonNode generate = resolved(resource, resource.property("GenerateSecretString"));
        if (!generate.isMissingNode()) {
            input.put("SecretString", generated(generate));
        }
        String arn = moto.call("secretsmanager", "secretsmanager.CreateSecret", input)
                .path("ARN")
                .asString();
        keys.put(arn, key);
        return new Identity(arn, arn);
    }

    private String generated(JsonNode generate) throws IOException, InterruptedException {
        Map<String, Object> input = new HashMap<>();
        for (String option : List.of("PasswordLength", "ExcludePunctuation", "ExcludeCharacters")) {
            if (generate.has(option)) {
                input.put(option, generate.path(option));
            }
        }
        String password = moto.call("secretsmanager", "secretsmanager.GetRandomPassword", input)
                .path("RandomPassword")
                .asString();
        if (!generate.has("SecretStringTemplate")) {
            return password;
        }
        ObjectNode template =
                (ObjectNode) json.readTree(generate.path("SecretStringTemplate").asString());
        template.put(generate.path("GenerateStringKey").asString(), password);
        return template.toString();
    }

    private String databaseId(Resource database) {
        return switch (database.type()) {
            case "AWS::RDS::DBCluster" -> text(database, "DBClusterIdentifier");
            case "AWS::RDS::DBInstance" -> text(database, "DBInstanceIdentifier");
            default -> throw new IllegalArgumentException(database + " isn't a database");
        };
    }

    /** Adds the address of a database to a secret, as CloudFormation does. */
    private void attach(Resource attachment) throws IOException, InterruptedException {
        String secret = identity(attachment).arn();
        Resource database = templates.resource(
                attachment.stack(), attachment.property("TargetId").path("Ref").asString());
        ObjectNode value = (ObjectNode) secret(secret);
        value.put("engine", "postgres")
                .put("host", attribute(database, "Endpoint.Address"))
                .put("port", 5432);
        moto.call(
                "secretsmanager",
                "secretsmanager.PutSecretValue",
                Map.of("SecretId", secret, "SecretString", value.toString()));
    }

    private String text(Resource resource, String property) {
        return intrinsics.text(resource.stack(), resource.property(property));
    }

    private String named(Resource resource, String property) {
        JsonNode name = resource.property(property);
        return name.isMissingNode() ? generated(resource) : intrinsics.text(resource.stack(), name);
    }

    private static String generated(Resource resource) {
        String random = UUID.nameUUIDFromBytes(resource.toString().getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
        return "%s-%s-%s".formatted(resource.stack(), resource.id(), random);
    }

    private static String roleArn(String name) {
        return "arn:aws:iam::%s:role/%s".formatted(Moto.ACCOUNT, name);
    }

    private static String arn(String service, String rest) {
        return "arn:aws:%s:%s:%s:%s".formatted(service, Moto.REGION, Moto.ACCOUNT, rest);
    }
}
