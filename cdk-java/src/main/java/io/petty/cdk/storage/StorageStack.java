package io.petty.cdk.storage;

import io.petty.cdk.construct.EncryptionKeys;
import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Locale;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.constructs.Construct;

/** The buckets for raw files, tables, feedback and Athena's results, and a bucket for the access logs of the others. */
public final class StorageStack extends PettyStack {
    /** The folder of the tables in the lake's bucket. */
    public static final String TABLES = "tables";

    private static final Duration LOGS_KEPT = Duration.days(90);
    private static final Duration RAW_REPLACED_KEPT = Duration.days(30);
    private static final Duration TABLES_REPLACED_KEPT = Duration.days(7);
    private static final Duration RESULTS_KEPT = Duration.days(7);
    private static final Duration UPLOADS_KEPT = Duration.days(1);

    /** Baselines need 90 days. Older raw files are only read when a day is recomputed, which is rare. */
    private static final Duration RAW_WARM = Duration.days(100);

    private final Key key;
    private final Bucket logs;
    private final Bucket raw;
    private final Bucket lake;
    private final Bucket feedback;
    private final Bucket results;

    public StorageStack(Construct scope, StageSettings settings) {
        super(scope, settings, "storage", "Buckets");
        key = EncryptionKeys.make(this, "Key", "storage", "Petty's buckets");
        // S3 delivers these logs only to buckets with S3-managed keys.
        logs = Bucket.Builder.create(this, "Logs")
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .versioned(true)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .expiration(LOGS_KEPT)
                        .noncurrentVersionExpiration(UPLOADS_KEPT)
                        .build()))
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                .build();
        Findings.accept(
                logs,
                "AwsSolutions-S1",
                "The bucket contains the access logs of the other buckets. With an access log of its own, it would log its own writes.");
        raw = bucket(
                "Raw",
                LifecycleRule.builder()
                        .transitions(List.of(Transition.builder()
                                .storageClass(StorageClass.GLACIER_INSTANT_RETRIEVAL)
                                .transitionAfter(RAW_WARM)
                                .build()))
                        .noncurrentVersionExpiration(RAW_REPLACED_KEPT)
                        .build());
        lake = bucket(
                "Lake",
                LifecycleRule.builder()
                        .noncurrentVersionExpiration(TABLES_REPLACED_KEPT)
                        .build());
        // A feedback document counts while it exists, so none may expire.
        feedback = bucket(
                "Feedback",
                LifecycleRule.builder()
                        .noncurrentVersionExpiration(RAW_REPLACED_KEPT)
                        .build());
        results = bucket(
                "Results",
                LifecycleRule.builder()
                        .expiration(RESULTS_KEPT)
                        .noncurrentVersionExpiration(UPLOADS_KEPT)
                        .build());
        output("RawUri", "Where raw files are delivered, petty.raw", rawUri());
        output("FeedbackUri", "Where feedback is delivered, petty.feedback", feedbackUri());
        output("LakeUri", "The tables, petty.lake", tablesUri());
    }

    private Bucket bucket(String id, LifecycleRule... rules) {
        Bucket bucket = Bucket.Builder.create(this, id)
                .encryption(BucketEncryption.KMS)
                .encryptionKey(key)
                .bucketKeyEnabled(true)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .versioned(true)
                .serverAccessLogsBucket(logs)
                .serverAccessLogsPrefix(id.toLowerCase(Locale.ROOT) + "/")
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                .build();
        for (LifecycleRule rule : rules) {
            bucket.addLifecycleRule(rule);
        }
        bucket.addLifecycleRule(LifecycleRule.builder()
                .abortIncompleteMultipartUploadAfter(UPLOADS_KEPT)
                .expiredObjectDeleteMarker(true)
                .build());
        return bucket;
    }

    public Key key() {
        return key;
    }

    public Bucket raw() {
        return raw;
    }

    public Bucket lake() {
        return lake;
    }

    public Bucket feedback() {
        return feedback;
    }

    Bucket results() {
        return results;
    }

    public String rawUri() {
        return "s3://" + raw.getBucketName() + "/raw";
    }

    public String feedbackUri() {
        return "s3://" + feedback.getBucketName() + "/feedback";
    }

    public String tablesUri() {
        return "s3://" + lake.getBucketName() + "/" + TABLES;
    }
}
