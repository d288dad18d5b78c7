package io.petty.secret;

import io.petty.storage.AwsRegion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
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

/** A client of AWS Secrets Manager. Its exceptions name the settings to check. */
final class SecretsManager implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final SecretsManagerClient client;
    private final String prefix;

    private SecretsManager(SecretsManagerClient client, String prefix) {
        this.client = client;
        this.prefix = prefix;
    }

    /** @throws SecretException if the region or another setting of the SDK is missing */
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
                    "petty.secrets.store=aws can't be used: " + e.getMessage()
                            + " (see petty.secrets.region; credentials come from the AWS SDK's default chain)",
                    e);
        }
    }

    /**
     * The current value of a secret.
     *
     * @param version the unique id of this value
     */
    record Value(String text, String version) {}

    /**
     * Returns the value of a secret; empty if there is no such secret, or it has no value.
     *
     * @throws SecretException if it can't be read
     */
    Optional<Value> get(SecretName name) {
        try {
            GetSecretValueResponse answer = client.getSecretValue(request -> request.secretId(id(name)));
            return Optional.ofNullable(answer.secretString()).map(text -> new Value(text, answer.versionId()));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw failure(name, "read", "secretsmanager:GetSecretValue", e);
        }
    }

    /**
     * Sets the first value of a secret, and creates the secret unless a deployment has created it without a value.
     * Returns false if another process wrote first: all processes use the same version id for the first value, and
     * Secrets Manager refuses a second value under the same id.
     */
    boolean begin(SecretName name, String text) {
        String version = versionId(name, " first value");
        return isFirst(name, "created", "secretsmanager:PutSecretValue and secretsmanager:CreateSecret", () -> {
            try {
                put(name, version, text);
            } catch (ResourceNotFoundException e) {
                client.createSecret(request ->
                        request.name(id(name)).clientRequestToken(version).secretString(text));
            }
        });
    }

    /**
     * Replaces a known value. Returns false if another process wrote first: all processes that replace the same value
     * use the same version id, and Secrets Manager refuses a second value under the same id. Also returns false if an
     * operator has restored the known value after it was replaced.
     */
    boolean replace(SecretName name, Value known, String text) {
        String version = versionId(name, " after " + known.version());
        return isFirst(name, "changed", "secretsmanager:PutSecretValue", () -> put(name, version, text));
    }

    /** Replaces the current value, whatever it is. */
    void put(SecretName name, String text) {
        String version = UUID.randomUUID().toString();
        isFirst(name, "changed", "secretsmanager:PutSecretValue", () -> put(name, version, text));
    }

    private void put(SecretName name, String version, String text) {
        client.putSecretValue(request ->
                request.secretId(id(name)).clientRequestToken(version).secretString(text));
    }

    private String versionId(SecretName name, String which) {
        return UUID.nameUUIDFromBytes((id(name) + which).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Writes a value; returns false if its version id was already used. */
    private boolean isFirst(SecretName name, String what, String actions, Runnable write) {
        try {
            write.run();
            return true;
        } catch (ResourceExistsException e) {
            return false;
        } catch (SdkException e) {
            throw failure(name, what, actions, e);
        }
    }

    private String id(SecretName name) {
        return prefix + name.label();
    }

    private SecretException failure(SecretName name, String what, String actions, SdkException e) {
        String reason;
        if (e instanceof AwsServiceException answer) {
            String code = answer.awsErrorDetails() == null
                    ? ""
                    : String.valueOf(answer.awsErrorDetails().errorCode());
            boolean denied = code.equals("AccessDeniedException") || answer.statusCode() == 403;
            reason = "Secrets Manager answered %d %s%s"
                    .formatted(
                            answer.statusCode(),
                            code,
                            denied ? ": allow " + actions + " on it, and the use of its key" : "");
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
