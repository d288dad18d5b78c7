package io.petty.cdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.secretsmanager.CfnSecret;
import software.amazon.awscdk.services.secretsmanager.RotationScheduleOptions;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/**
 * The keys that sign tokens, whose value Petty creates itself; the key of the hashes of users' ids; and, for a stage
 * with workers, the secret with which the driver, the master and workers authenticate.
 */
final class SecretsStack extends Stack {
    /** Petty's name for the secret of its signing keys; see {@code petty.secrets.prefix}. */
    static final String SIGNING_KEYS = "signing-keys";

    private static final int KEY_LENGTH = 64;

    private final Key key;
    private final CfnSecret signingKeys;
    private final Secret userKey;
    private final @Nullable Secret spark;

    SecretsStack(Construct scope, String id, StackProps props, StageSettings settings) {
        super(scope, id, props);
        key = EncryptionKeys.make(
                this, "Key", "alias/" + settings.name("secrets"), "Petty's secrets, " + settings.stage());
        // Without a value: the first token creates the first key, and no template ever contains one.
        signingKeys = CfnSecret.Builder.create(this, "SigningKeys")
                .name(settings.secretPrefix() + SIGNING_KEYS)
                .description("The private keys that sign Petty's access tokens; petty tokens rotate makes a new one")
                .kmsKeyId(key.getKeyArn())
                .build();
        signingKeys.applyRemovalPolicy(RemovalPolicy.RETAIN);
        Findings.accept(
                signingKeys,
                "AwsSolutions-SMG4",
                "A new signing key has to be published before it signs and the old one to verify until its tokens are"
                        + " out, so Petty rotates them itself: a schedule runs petty tokens rotate each month.");
        IKey shared = EncryptionKeys.forSecrets(key);
        userKey = Secret.Builder.create(this, "UserKey")
                .secretName(settings.secretPrefix() + "user-key")
                .description("The key that users' ids are hashed under, petty.user-key-secret")
                .encryptionKey(shared)
                .generateSecretString(SecretStringGenerator.builder()
                        .passwordLength(KEY_LENGTH)
                        .excludePunctuation(true)
                        .build())
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        Findings.accept(
                userKey,
                "AwsSolutions-SMG4",
                "It lets nobody in. A rotation has all feedback read again and makes forgotten collars unknown, so it is"
                        + " there, by the function below, but begins when somebody decides so and not by the clock.");
        spark = settings.hasWorkers() ? spark(settings, shared) : null;
        // Only on request, never by schedule: with a new key all feedback is read again, and the hashes of forgotten
        // collars can be recognized only with the old one.
        userKey.addRotationSchedule(
                "Rotation",
                RotationScheduleOptions.builder()
                        .automaticallyAfter(Duration.days(0))
                        .rotateImmediatelyOnUpdate(false)
                        .rotationLambda(rotation(settings))
                        .build());
    }

    private Secret spark(StageSettings settings, IKey shared) {
        Secret secret = Secret.Builder.create(this, "Spark")
                .secretName(settings.secretPrefix() + "spark")
                .description("The secret with which the driver, the master and the workers of a run authenticate")
                .encryptionKey(shared)
                .generateSecretString(SecretStringGenerator.builder()
                        .passwordLength(KEY_LENGTH)
                        .excludePunctuation(true)
                        .build())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Findings.accept(
                secret,
                "AwsSolutions-SMG4",
                "Tasks read it when they start, so a rotation during a run would shut out the workers that replace others;"
                        + " docs/deploying.md has the command that replaces it between two runs.");
        return secret;
    }

    private Function rotation(StageSettings settings) {
        LogGroup log = Logging.group(this, "RotationLog", settings, "rotate-user-key");
        Role role = Role.Builder.create(this, "RotationRole")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .description("Gives users' ids a new key")
                .build();
        role.addToPolicy(statement(
                List.of(
                        "secretsmanager:DescribeSecret",
                        "secretsmanager:GetSecretValue",
                        "secretsmanager:PutSecretValue",
                        "secretsmanager:UpdateSecretVersionStage"),
                userKey.getSecretArn()));
        role.addToPolicy(statement(List.of("kms:Decrypt", "kms:GenerateDataKey"), key.getKeyArn()));
        role.addToPolicy(statement(List.of("secretsmanager:GetRandomPassword"), "*"));
        role.addToPolicy(statement(
                List.of("ecs:UpdateService"),
                "arn:%s:ecs:%s:%s:service/%s/%s"
                        .formatted(
                                getPartition(),
                                getRegion(),
                                getAccount(),
                                settings.name("programs"),
                                settings.name("api"))));
        role.addToPolicy(statement(
                List.of("logs:CreateLogStream", "logs:PutLogEvents"),
                "arn:%s:logs:%s:%s:log-group:%s:log-stream:*"
                        .formatted(
                                getPartition(),
                                getRegion(),
                                getAccount(),
                                "/petty/%s/rotate-user-key".formatted(settings.stage()))));
        Findings.acceptWildcards(
                role,
                "GetRandomPassword knows no resource, and Lambda names the streams of the function's own log.",
                List.of(
                        "Resource::*",
                        "Resource::arn:<AWS::Partition>:logs:%s:<AWS::AccountId>:log-group:/petty/%s/rotate-user-key:log-stream:*"
                                .formatted(getRegion(), settings.stage())));
        return Function.Builder.create(this, "RotateUserKey")
                .functionName(settings.name("rotate-user-key"))
                .description("Gives users' ids a new key when it is told to")
                .runtime(Runtime.NODEJS_24_X)
                .handler("index.handler")
                .code(Code.fromInline(source()))
                .timeout(Duration.minutes(1))
                .role(role.withoutPolicyUpdates())
                .logGroup(log)
                .environment(Map.of("CLUSTER", settings.name("programs"), "SERVICE", settings.name("api")))
                .build();
    }

    private static PolicyStatement statement(List<String> actions, String resource) {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of(resource))
                .build();
    }

    private static String source() {
        try (InputStream in = Objects.requireNonNull(SecretsStack.class.getResourceAsStream("rotate-user-key.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Key key() {
        return key;
    }

    /** Returns the ARN of the secret of the signing keys. */
    String signingKeys() {
        return signingKeys.getRef();
    }

    /**
     * Returns the setting of the secret of a Spark cluster.
     *
     * @throws IllegalStateException if the stage has no workers
     */
    Map<String, software.amazon.awscdk.services.ecs.Secret> spark() {
        if (spark == null) {
            throw new IllegalStateException("The stage has no workers");
        }
        return Map.of("PETTY_SPARK_SECRET", software.amazon.awscdk.services.ecs.Secret.fromSecretsManager(spark));
    }

    /** Returns the setting of the key of users' ids. */
    Map<String, software.amazon.awscdk.services.ecs.Secret> userKey() {
        return Map.of("PETTY_USER_KEY_SECRET", software.amazon.awscdk.services.ecs.Secret.fromSecretsManager(userKey));
    }
}
