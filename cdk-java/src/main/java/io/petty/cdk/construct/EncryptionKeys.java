package io.petty.cdk.construct;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;

/**
 * Customer-managed keys. They are rotated each year and kept when a stack is deleted. Their policies name each action.
 */
public final class EncryptionKeys {
    private static final Duration PENDING = Duration.days(30);

    /**
     * The actions that the account may allow with its own policies. Other accounts get no access.
     */
    private static final List<String> ACCOUNT_ACTIONS = List.of(
            "kms:CancelKeyDeletion",
            "kms:CreateAlias",
            "kms:CreateGrant",
            "kms:Decrypt",
            "kms:DeleteAlias",
            "kms:DescribeKey",
            "kms:DisableKey",
            "kms:DisableKeyRotation",
            "kms:EnableKey",
            "kms:EnableKeyRotation",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:GetKeyPolicy",
            "kms:GetKeyRotationStatus",
            "kms:ListGrants",
            "kms:ListKeyPolicies",
            "kms:ListKeyRotations",
            "kms:ListResourceTags",
            "kms:PutKeyPolicy",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "kms:RetireGrant",
            "kms:RevokeGrant",
            "kms:RotateKeyOnDemand",
            "kms:ScheduleKeyDeletion",
            "kms:TagResource",
            "kms:UntagResource",
            "kms:UpdateAlias",
            "kms:UpdateKeyDescription");

    private EncryptionKeys() {}

    /**
     * Creates a key. The account's own policies grant its roles access; the given statements grant AWS services access.
     */
    public static Key make(PettyStack stack, String id, String name, String description, PolicyStatement... services) {
        PolicyDocument policy = PolicyDocument.Builder.create().build();
        policy.addStatements(PolicyStatement.Builder.create()
                .sid("AccountByItsPolicies")
                .principals(List.of(new AccountRootPrincipal()))
                .actions(ACCOUNT_ACTIONS)
                .resources(List.of("*"))
                .build());
        policy.addStatements(services);
        return Key.Builder.create(stack, id)
                .alias("alias/" + stack.settings().name(name))
                .description(description + ", " + stack.settings().stage())
                .enableKeyRotation(true)
                .pendingWindow(PENDING)
                .policy(policy)
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                .build();
    }

    /** Returns a reference to a key, for secrets. With the key itself, the CDK would add wildcards to its policy. */
    public static IKey forSecrets(Key key) {
        return Key.fromKeyArn(Stack.of(key), "KeyOfSecrets", key.getKeyArn());
    }

    /** Allows CloudWatch Logs to encrypt those of the account's log groups whose names match a pattern. */
    public static PolicyStatement forLogs(PettyStack stack, String logGroups) {
        return PolicyStatement.Builder.create()
                .sid("LogGroups")
                .principals(List.of(new ServicePrincipal("logs." + stack.getRegion() + ".amazonaws.com")))
                .actions(List.of(
                        "kms:Decrypt",
                        "kms:DescribeKey",
                        "kms:Encrypt",
                        "kms:GenerateDataKey",
                        "kms:GenerateDataKeyWithoutPlaintext",
                        "kms:ReEncryptFrom",
                        "kms:ReEncryptTo"))
                .resources(List.of("*"))
                .conditions(Map.of(
                        "ArnLike",
                        Map.of("kms:EncryptionContext:aws:logs:arn", stack.arn("logs", "log-group:" + logGroups))))
                .build();
    }

    /**
     * Allows a service of AWS to publish to the account's encrypted topics.
     *
     * @param conditions see {@link #conditions}
     */
    public static PolicyStatement forTopics(String sid, String service, Map<String, Object> conditions) {
        return PolicyStatement.Builder.create()
                .sid(sid)
                .principals(List.of(new ServicePrincipal(service)))
                .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                .resources(List.of("*"))
                .conditions(conditions)
                .build();
    }

    /**
     * Returns the conditions that limit a service to this account when it publishes to a topic. EventBridge supports no
     * conditions in the policies of topics and their keys: with one, its events would be lost.
     */
    public static Map<String, Object> conditions(Stack stack, String service) {
        return service.equals("events.amazonaws.com")
                ? Map.of()
                : Map.of("StringEquals", Map.of("aws:SourceAccount", stack.getAccount()));
    }
}
