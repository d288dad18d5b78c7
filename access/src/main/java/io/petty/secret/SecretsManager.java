package io.petty.secret;

import io.petty.storage.AwsRegion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** The few requests that Petty makes of AWS Secrets Manager, and what went wrong with them in words. */
final class SecretsManager implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final SecretsManagerClient client;
    private final String prefix;

    /** There is no secret of this name, or it has no value. */
    static final class NoSuchSecretException extends Exception {
        private static final long serialVersionUID = 1;

        private NoSuchSecretException(Throwable cause) {
            super(cause);
        }
    }

    private SecretsManager(SecretsManagerClient client, String prefix) {
        this.client = client;
        this.prefix = prefix;
    }

    /** @throws SecretException when the environment lacks what the settings leave to it */
    static SecretsManager open(SecretSettings settings) {
        SecretsManagerClientBuilder builder = SecretsManagerClient.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(CONNECTION_TIMEOUT)
                        .socketTimeout(ATTEMPT_TIMEOUT))
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .apiCallTimeout(TIMEOUT)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint()).region(AwsRegion.besidesAws());
        }
        if (settings.region() != null) {
            builder.region(Region.of(settings.region()));
        }
        try {
            return new SecretsManager(builder.build(), settings.prefix());
        } catch (SdkException e) {
            throw new SecretException(
                    "petty.secrets.store: aws can't be used: " + e.getMessage()
                            + " (see petty.secrets.region; credentials come from the AWS SDK's default chain)",
                    e);
        }
    }

    /**
     * A secret as it is.
     *
     * @param version names this value, and no other
     */
    record Value(@Nullable String text, String version) {}

    /** @throws SecretException when it can't be read, saying why */
    Value get(SecretName name) throws NoSuchSecretException {
        try {
            GetSecretValueResponse answer = client.getSecretValue(request -> request.secretId(id(name)));
            return new Value(answer.secretString(), answer.versionId());
        } catch (ResourceNotFoundException e) {
            throw new NoSuchSecretException(e);
        } catch (SdkException e) {
            throw failure(name, "read", "secretsmanager:GetSecretValue", e);
        }
    }

    /**
     * Gives a secret its first value: one that is there without a value, as who deployed Petty made it, else one that is
     * made. False when another process did so before. The value's version has the same name everywhere, and Secrets
     * Manager takes two values under one name from nobody.
     */
    boolean begin(SecretName name, String text) {
        String version = UUID.nameUUIDFromBytes((id(name) + " first value").getBytes(StandardCharsets.UTF_8))
                .toString();
        try {
            client.putSecretValue(request ->
                    request.secretId(id(name)).clientRequestToken(version).secretString(text));
            return true;
        } catch (ResourceExistsException e) {
            return false;
        } catch (ResourceNotFoundException e) {
            return create(name, version, text);
        } catch (SdkException e) {
            throw failure(name, "made", "secretsmanager:PutSecretValue", e);
        }
    }

    private boolean create(SecretName name, String version, String text) {
        try {
            client.createSecret(request ->
                    request.name(id(name)).clientRequestToken(version).secretString(text));
            return true;
        } catch (ResourceExistsException e) {
            return false;
        } catch (SdkException e) {
            throw failure(name, "made", "secretsmanager:CreateSecret", e);
        }
    }

    /**
     * Replaces a value, unless another process has done so. All that replace one value name theirs alike, and Secrets
     * Manager takes two values under one name from nobody. False when another one came first, or when an operator went
     * back to this value from the one that came after it.
     */
    boolean replace(SecretName name, Value known, String text) {
        String version = UUID.nameUUIDFromBytes(
                        (id(name) + " after " + known.version()).getBytes(StandardCharsets.UTF_8))
                .toString();
        try {
            client.putSecretValue(request ->
                    request.secretId(id(name)).clientRequestToken(version).secretString(text));
            return true;
        } catch (ResourceExistsException e) {
            return false;
        } catch (SdkException e) {
            throw failure(name, "changed", "secretsmanager:PutSecretValue", e);
        }
    }

    /** Replaces whatever value there is. */
    void put(SecretName name, String text) {
        try {
            client.putSecretValue(request -> request.secretId(id(name)).secretString(text));
        } catch (SdkException e) {
            throw failure(name, "changed", "secretsmanager:PutSecretValue", e);
        }
    }

    private String id(SecretName name) {
        return prefix + name.label();
    }

    private SecretException failure(SecretName name, String what, String action, SdkException e) {
        String reason;
        if (e instanceof AwsServiceException answer) {
            String code = answer.awsErrorDetails() == null
                    ? ""
                    : String.valueOf(answer.awsErrorDetails().errorCode());
            boolean denied = code.equals("AccessDeniedException") || answer.statusCode() == 403;
            reason = "Secrets Manager answers %d %s%s"
                    .formatted(
                            answer.statusCode(),
                            code,
                            denied ? ": allow " + action + " on it, and use of its key" : "");
        } else {
            reason =
                    "%s (see petty.secrets.endpoint and petty.secrets.region; credentials come from the AWS SDK's default chain)"
                            .formatted(e.getMessage());
        }
        return new SecretException("The secret %s can't be %s: %s".formatted(id(name), what, reason), e);
    }

    @Override
    public void close() {
        client.close();
    }
}
