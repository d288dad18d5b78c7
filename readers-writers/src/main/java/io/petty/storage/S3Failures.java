package io.petty.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Describes failures of S3, with advice for the user. */
final class S3Failures {
    /** Error codes that stores return for requests that they don't support. */
    private static final Set<String> UNKNOWN_TO_STORE = Set.of(
            "BadRequest",
            "InvalidArgument",
            "InvalidRequest",
            "MalformedTrailerError",
            "NotImplemented",
            "XAmzContentSHA256Mismatch");

    private static final String OTHER_STORE =
            "If it isn't AWS, it may not support the checksums of uploads: set petty.s3.checksums=when-required";

    private S3Failures() {}

    /** @param doing such as {@code "list s3://bucket/raw"} */
    static IOException failure(String doing, StorageLocation root, SdkException cause) {
        if (cause instanceof AbortedException) {
            InterruptedIOException interrupted = new InterruptedIOException("Interrupted while about to " + doing);
            interrupted.initCause(cause);
            return interrupted;
        }
        if (cause instanceof NoSuchBucketException) {
            return new StorageException("Can't " + doing + ": the bucket " + root.bucket() + " does not exist", cause);
        }
        return new StorageException("Can't " + doing + ": " + describe(cause), cause);
    }

    static String describe(SdkException cause) {
        if (cause instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null) {
            String code = refusal.awsErrorDetails().errorCode();
            int status = refusal.statusCode();
            String advice = "";
            if (status == 401 || status == 403) {
                advice = "; check the AWS credentials and their permissions";
                if ("SignatureDoesNotMatch".equals(code)) {
                    advice += ". " + OTHER_STORE;
                }
            } else if (status == 301 || status == 307 || "AuthorizationHeaderMalformed".equals(code)) {
                advice = "; check the region";
            } else if (status == 501 || (status == 400 && (code == null || UNKNOWN_TO_STORE.contains(code)))) {
                advice = ". " + OTHER_STORE;
            }
            String message = refusal.awsErrorDetails().errorMessage();
            return "the store answered %d%s%s%s"
                    .formatted(
                            status,
                            code == null ? "" : " " + code,
                            message == null ? "" : " (" + message + ")",
                            advice);
        }
        String message = cause.getMessage();
        if (message != null && message.startsWith("Unable to load credentials")) {
            return "no AWS credentials found; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
                    + " or give this machine a role";
        }
        if (message != null && message.startsWith("Unable to load region")) {
            return "no AWS region found; set petty.s3.region, AWS_REGION or the region of the AWS profile";
        }
        return message == null ? cause.toString() : message;
    }
}
