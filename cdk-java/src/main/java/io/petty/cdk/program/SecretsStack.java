package io.petty.cdk.program;

import io.petty.cdk.construct.EncryptionKeys;
import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.Permissions;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.secretsmanager.CfnSecret;
import software.amazon.awscdk.services.secretsmanager.RotationScheduleOptions;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/**
 * The secrets of programs: the keys that sign tokens, which Petty creates itself; the key for hashing users' ids; in a
 * stage with workers, the secret with which the driver, the master and the workers authenticate; and with a canary, its
 * API key.
 */
public final class SecretsStack extends PettyStack {
    /** Petty's name for the secret of its signing keys; see {@code petty.secrets.prefix}. */
    private static final String SIGNING_KEYS = "signing-keys";

    /** The name of the function that rotates the key for hashing users' ids, without the prefix of the stage. */
    public static final String ROTATION = "rotate-user-key";

    private static final String CANARY = "canary";
    private static final String USER_KEY = "user-key";
    private static final String SPARK = "spark";
    private static final int KEY_LENGTH = 64;

    private final Key key;
    private final CfnSecret signingKeys;
    private final Secret userKey;
    private final @Nullable Secret spark;
    private final @Nullable CfnSecret canary;

    public SecretsStack(Construct scope, StageSettings settings) {
        super(scope, settings, "secrets", "Secrets of programs");
        key = EncryptionKeys.make(this, "Key", "secrets", "Petty's secrets");
        // The secret has no value, so that no template contains a key. Petty creates the first key when it issues the
        // first token.
        signingKeys = CfnSecret.Builder.create(this, "SigningKeys")
                .name(settings.secretPrefix() + SIGNING_KEYS)
                .description("The private keys that sign Petty's access tokens; petty tokens rotate makes a new one")
                .kmsKeyId(key.getKeyArn())
                .build();
        signingKeys.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
        Findings.accept(
                signingKeys,
                "AwsSolutions-SMG4",
                "Petty rotates the keys itself: a schedule runs petty tokens rotate each month. A new key must be published"
                        + " before it signs, and the old one must verify until its tokens have expired.");
        IKey shared = EncryptionKeys.forSecrets(key);
        userKey = secret(
                "UserKey",
                USER_KEY,
                "The key that users' ids are hashed under, petty.user-key-secret",
                shared,
                RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
        Findings.accept(
                userKey,
                "AwsSolutions-SMG4",
                "The key gives no access to anything. After a rotation, all feedback is read again and forgotten collars are"
                        + " no longer recognized. So the function below rotates it on demand, not on a schedule.");
        spark = settings.hasWorkers() ? spark(shared) : null;
        canary = settings.hasCanary() ? canary() : null;
        // Only on demand, never on a schedule: with a new key, all feedback is read again, and forgotten collars are no
        // longer recognized.
        userKey.addRotationSchedule(
                "Rotation",
                RotationScheduleOptions.builder()
                        .automaticallyAfter(Duration.days(0))
                        .rotateImmediatelyOnUpdate(false)
                        .rotationLambda(rotation())
                        .build());
        outputs(settings);
    }

    private void outputs(StageSettings settings) {
        output(
                "SigningKeysSecret",
                "The name of the secret of the signing keys",
                settings.secretPrefix() + SIGNING_KEYS);
        output("UserKeySecret", "The name of the secret of the key of users' ids", settings.secretPrefix() + USER_KEY);
        if (settings.hasWorkers()) {
            output("SparkSecret", "The name of the secret of the Spark cluster", settings.secretPrefix() + SPARK);
        }
        if (settings.hasCanary()) {
            output("CanarySecret", "The name of the secret of the canary's API key", settings.secretPrefix() + CANARY);
        }
    }

    private Secret secret(String id, String name, String description, IKey encryption, RemovalPolicy removal) {
        return Secret.Builder.create(this, id)
                .secretName(settings().secretPrefix() + name)
                .description(description)
                .encryptionKey(encryption)
                .generateSecretString(SecretStringGenerator.builder()
                        .passwordLength(KEY_LENGTH)
                        .excludePunctuation(true)
                        .build())
                .removalPolicy(removal)
                .build();
    }

    private Secret spark(IKey shared) {
        Secret secret = secret(
                "Spark",
                SPARK,
                "The secret with which the driver, the master and the workers of a run authenticate",
                shared,
                RemovalPolicy.DESTROY);
        Findings.accept(
                secret,
                "AwsSolutions-SMG4",
                "Tasks read it when they start. After a rotation during a run, the master would refuse workers that replace"
                        + " others. docs/deploying.md has the command that replaces it between two runs.");
        return secret;
    }

    /** Creates the secret without a value. An operator creates the key with {@code petty keys create} and stores it. */
    private CfnSecret canary() {
        CfnSecret secret = CfnSecret.Builder.create(this, "CanaryKey")
                .name(settings().secretPrefix() + CANARY)
                .description("The API key with which the canary reads its collar")
                .kmsKeyId(key.getKeyArn())
                .build();
        Findings.accept(
                secret,
                "AwsSolutions-SMG4",
                "Only petty keys rotate can make a new key, and the API must know it first. docs/deploying.md has the commands.");
        return secret;
    }

    private Function rotation() {
        StageSettings settings = settings();
        Role role = NodeFunction.role(this, "RotationRole", "Rotates the key for hashing users' ids");
        new Permissions(role)
                .allow(
                        List.of(
                                "secretsmanager:DescribeSecret",
                                "secretsmanager:GetSecretValue",
                                "secretsmanager:PutSecretValue",
                                "secretsmanager:UpdateSecretVersionStage"),
                        List.of(userKey.getSecretArn()))
                .encrypt(key)
                .allow(List.of("secretsmanager:GetRandomPassword"), List.of("*"))
                .allow(
                        List.of("ecs:UpdateService"),
                        List.of(arn(
                                "ecs", "service/%s/%s".formatted(settings.name("programs"), settings.name("api")))));
        Function function = NodeFunction.make(
                this,
                "RotateUserKey",
                "RotationLog",
                ROTATION,
                "Rotates the key of the hashes of users' ids, on demand",
                role,
                Map.of("CLUSTER", settings.name("programs"), "SERVICE", settings.name("api")));
        Findings.acceptWildcards(
                role,
                "GetRandomPassword doesn't support resources. Lambda names the streams of the function's own log.",
                List.of(
                        "Resource::*",
                        finding("logs", "log-group:/petty/%s/%s:log-stream:*".formatted(settings.stage(), ROTATION))));
        return function;
    }

    Key key() {
        return key;
    }

    /** Returns the ARN of the secret of the signing keys. */
    String signingKeys() {
        return signingKeys.getRef();
    }

    /**
     * Returns the setting with the secret of a Spark cluster.
     *
     * @throws IllegalStateException if the stage has no workers
     */
    Map<String, software.amazon.awscdk.services.ecs.Secret> spark() {
        if (spark == null) {
            throw new IllegalStateException("The stage has no workers");
        }
        return Map.of("PETTY_SPARK_SECRET", software.amazon.awscdk.services.ecs.Secret.fromSecretsManager(spark));
    }

    /**
     * Returns the ARN of the secret of the canary's API key.
     *
     * @throws IllegalStateException if the stage has no canary
     */
    String canaryKey() {
        if (canary == null) {
            throw new IllegalStateException("The stage has no canary");
        }
        return canary.getRef();
    }

    /** Returns the setting with the key for hashing users' ids. */
    Map<String, software.amazon.awscdk.services.ecs.Secret> userKey() {
        return Map.of("PETTY_USER_KEY_SECRET", software.amazon.awscdk.services.ecs.Secret.fromSecretsManager(userKey));
    }
}
