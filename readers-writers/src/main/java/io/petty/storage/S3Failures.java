package io.petty.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Says what went wrong on S3 so that whoever reads it knows what to do. */
final class S3Failures {
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
                advice = "; check the AWS credentials and what they permit";
            } else if (status == 301 || status == 307 || "AuthorizationHeaderMalformed".equals(code)) {
                advice = "; check the region";
            }
            return "the store answered %d %s (%s)%s"
                    .formatted(status, code, refusal.awsErrorDetails().errorMessage(), advice);
        }
        String message = cause.getMessage();
        if (message != null && message.startsWith("Unable to load credentials")) {
            return "no AWS credentials found; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
                    + " or give this machine a role";
        }
        if (message != null && message.startsWith("Unable to load region")) {
            return "no AWS region found; set it, or AWS_REGION, or that of the profile";
        }
        return message == null ? cause.toString() : message;
    }
}
