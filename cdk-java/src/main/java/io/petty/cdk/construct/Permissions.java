package io.petty.cdk.construct;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.CfnElement;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.secretsmanager.ISecret;

/** The permissions of a role, action by action. The CDK's own grants use wildcards that allow more. */
public final class Permissions {
    private final IRole role;

    public Permissions(IRole role) {
        this.role = role;
    }

    /** Returns the objects below a folder of a bucket, in the notation of cdk-nag. */
    public static String below(Bucket bucket, String folder) {
        CfnElement element =
                (CfnElement) Objects.requireNonNull(bucket.getNode().getDefaultChild());
        return "Resource::<%s.Arn>/%s/*".formatted(Stack.of(bucket).getLogicalId(element), folder);
    }

    public Permissions allow(List<String> actions, List<String> resources) {
        role.addToPrincipalPolicy(PolicyStatement.Builder.create()
                .actions(actions)
                .resources(resources)
                .build());
        return this;
    }

    private static List<String> objects(IBucket bucket, String folder) {
        return List.of(bucket.arnForObjects(folder + "/*"));
    }

    /**
     * Allows reading the objects below a folder. It also allows listing the whole bucket, because otherwise S3 doesn't
     * distinguish a missing object from a forbidden one.
     */
    public Permissions readObjects(IBucket bucket, String folder) {
        return allow(List.of("s3:ListBucket"), List.of(bucket.getBucketArn()))
                .allow(List.of("s3:GetObject"), objects(bucket, folder));
    }

    public Permissions writeObjects(IBucket bucket, String folder) {
        return allow(List.of("s3:AbortMultipartUpload", "s3:PutObject"), objects(bucket, folder));
    }

    public Permissions deleteObjects(IBucket bucket, String folder) {
        return allow(List.of("s3:DeleteObject"), objects(bucket, folder));
    }

    public Permissions decrypt(IKey key) {
        return allow(List.of("kms:Decrypt"), List.of(key.getKeyArn()));
    }

    public Permissions encrypt(IKey key) {
        return allow(List.of("kms:Decrypt", "kms:GenerateDataKey"), List.of(key.getKeyArn()));
    }

    /** Allows reading secrets that are encrypted under a key. */
    public Permissions readSecrets(IKey key, List<ISecret> secrets) {
        return allow(
                        List.of("secretsmanager:GetSecretValue"),
                        secrets.stream().map(ISecret::getSecretArn).toList())
                .decrypt(key);
    }

    public Permissions changeSecret(String arn) {
        return allow(List.of("secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"), List.of(arn));
    }

    /** Allows sending metrics, in a single namespace only. */
    public Permissions putFigures(String namespace) {
        role.addToPrincipalPolicy(PolicyStatement.Builder.create()
                .actions(List.of("cloudwatch:PutMetricData"))
                .resources(List.of("*"))
                .conditions(Map.of("StringEquals", Map.of("cloudwatch:namespace", namespace)))
                .build());
        return this;
    }

    /** Allows sending traces, which the collector next to a program needs. */
    public Permissions putTraces() {
        return allow(List.of("xray:PutTelemetryRecords", "xray:PutTraceSegments"), List.of("*"));
    }
}
