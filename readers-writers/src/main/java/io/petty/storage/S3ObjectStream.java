package io.petty.storage;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The content of an S3 object. The SDK retries a request, but doesn't resume a body that breaks off. This stream does,
 * provided that the object is unchanged.
 */
final class S3ObjectStream extends ObjectStream {
    private static final Logger LOG = LoggerFactory.getLogger(S3ObjectStream.class);

    /** The maximum number of requests for the body, including the first. */
    private static final int ATTEMPTS = 4;

    private final S3Client client;
    private final StorageLocation root;
    private final String fullKey;
    private final StoredObject object;
    private int bodies;
    private @Nullable ResponseInputStream<GetObjectResponse> body;

    S3ObjectStream(S3Client client, StorageLocation root, String fullKey, StoredObject object) throws IOException {
        super(object.size());
        this.client = client;
        this.root = root;
        this.fullKey = fullKey;
        this.object = object;
        body = request();
    }

    @Override
    int readSome(byte[] buffer, int offset, int length) throws IOException {
        while (true) {
            ResponseInputStream<GetObjectResponse> current = body;
            if (current == null) {
                current = request();
                body = current;
            }
            try {
                int count = current.read(buffer, offset, length);
                if (count > 0) {
                    return count;
                }
                brokeOff(new EOFException("the body ended early"));
            } catch (AbortedException e) {
                throw S3Failures.failure(doing(), root, e);
            } catch (IOException | SdkException e) {
                brokeOff(e);
            }
        }
    }

    /** Reads to the end of the body, after which the SDK verifies the checksum and releases the connection. */
    @Override
    void finish() throws IOException {
        ResponseInputStream<GetObjectResponse> current = body;
        if (current == null) {
            return;
        }
        int more;
        try {
            more = current.read();
        } catch (IOException | SdkException e) {
            throw new StorageException(
                    "Can't " + doing() + ": the checksum of its content is wrong: " + e.getMessage(), e);
        }
        if (more >= 0) {
            throw new ObjectChangedException(
                    root, object, "is longer than the " + object.size() + " bytes it was listed with");
        }
        body = null;
        current.close();
    }

    @Override
    void release() {
        ResponseInputStream<GetObjectResponse> current = body;
        body = null;
        if (current != null) {
            // Closing would first read the rest of the body.
            current.abort();
        }
    }

    private ResponseInputStream<GetObjectResponse> request() throws IOException {
        S3Version listed = new S3Version(object.version());
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(root.bucket()).key(fullKey);
        listed.require(request);
        if (position() > 0) {
            request.range("bytes=" + position() + "-");
        }
        bodies++;
        ResponseInputStream<GetObjectResponse> answer;
        try {
            answer = client.getObject(request.build());
        } catch (S3Exception e) {
            if (e.statusCode() == 412 || e.statusCode() == 416) {
                throw ObjectChangedException.changed(root, object);
            }
            if (e.statusCode() == 404 && !(e instanceof NoSuchBucketException)) {
                throw ObjectChangedException.removed(root, object);
            }
            throw S3Failures.failure(doing(), root, e);
        } catch (SdkException e) {
            throw S3Failures.failure(doing(), root, e);
        }
        // A store without support for conditions or ranges must not give us other bytes.
        if (!listed.matches(answer.response())) {
            answer.abort();
            throw ObjectChangedException.changed(root, object);
        }
        if (position() > 0 && answer.response().contentRange() == null) {
            answer.abort();
            throw new IOException(
                    "Can't " + doing() + " from byte " + position() + ": the store sent the whole object");
        }
        return answer;
    }

    private void brokeOff(Exception cause) throws IOException {
        release();
        String where = "broke off at byte " + position() + " of " + object.size();
        if (bodies >= ATTEMPTS) {
            throw new StorageException(
                    "Can't " + doing() + ": it " + where + ", and " + ATTEMPTS + " times in all: " + cause.getMessage(),
                    cause);
        }
        LOG.warn("Reading {} in {} {}, resuming there: {}", object.key(), root, where, cause.getMessage());
    }

    private String doing() {
        return "read " + object.key() + " in " + root;
    }
}
