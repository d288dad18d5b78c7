package io.petty.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.util.SerializableSupplier;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Iceberg's files on S3, with failures that name the file. The SDK's own failures don't say which file timed out.
 */
final class S3TableFiles extends S3FileIO {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(S3TableFiles.class);

    /** The maximum number of requests for a single read. */
    private static final int READ_ATTEMPTS = 4;

    /** The maximum number of files that S3 deletes with one request. */
    private static final int DELETED_AT_ONCE = 1000;

    private static final Pattern BUCKET_AND_KEY = Pattern.compile("s3://([^/]+)/(.+)", Pattern.DOTALL);

    /** Codes that stores return if they don't support deleting several files with one request. */
    private static final Set<Integer> UNKNOWN = Set.of(400, 405, 411, 501);

    /** Whether the store doesn't support deleting several files with one request. */
    private volatile boolean oneByOne;

    S3TableFiles(SerializableSupplier<S3Client> client, SerializableSupplier<S3AsyncClient> asynchronousClient) {
        super(client, asynchronousClient);
    }

    @Override
    public InputFile newInputFile(String location) {
        return new NamedInput(super.newInputFile(location));
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        return new NamedInput(super.newInputFile(location, length));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new NamedOutput(super.newOutputFile(location));
    }

    /** Deletes a file. A missing file is no failure, although some stores, unlike AWS, report one. */
    @Override
    public void deleteFile(String location) {
        unchecked("delete", location, () -> {
            try {
                super.deleteFile(location);
            } catch (S3Exception e) {
                if (e.statusCode() != HttpURLConnection.HTTP_NOT_FOUND || e instanceof NoSuchBucketException) {
                    throw e;
                }
            }
            return true;
        });
    }

    /**
     * Deletes files, as many per request as S3 accepts. If a store doesn't support such requests, deletes files one by
     * one from then on. Missing files are no failure.
     *
     * @throws UncheckedIOException with the store's reason; some files may have been deleted
     */
    @Override
    public void deleteFiles(Iterable<String> locations) {
        List<String> all = new ArrayList<>();
        locations.forEach(all::add);
        for (int from = 0; from < all.size(); from += DELETED_AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + DELETED_AT_ONCE));
            oneByOne = oneByOne || !deletedAtOnce(some);
            if (oneByOne) {
                Tasks.foreach(some)
                        .executeWith(ThreadPools.getWorkerPool())
                        .stopOnFailure()
                        .run(this::deleteFile);
            }
        }
    }

    /**
     * Deletes files with one request per bucket. Returns false if the store doesn't support deleting several files at
     * once.
     */
    private boolean deletedAtOnce(List<String> locations) {
        Map<String, List<ObjectIdentifier>> byBucket = new LinkedHashMap<>();
        for (String location : locations) {
            Matcher parts = BUCKET_AND_KEY.matcher(location);
            if (!parts.matches()) {
                throw new IllegalArgumentException("%s is not on S3".formatted(location));
            }
            byBucket.computeIfAbsent(parts.group(1), bucket -> new ArrayList<>())
                    .add(ObjectIdentifier.builder().key(parts.group(2)).build());
        }
        for (Map.Entry<String, List<ObjectIdentifier>> bucket : byBucket.entrySet()) {
            try {
                checkDeleted(
                        bucket.getKey(),
                        client().deleteObjects(request -> request.bucket(bucket.getKey())
                                .delete(delete ->
                                        delete.objects(bucket.getValue()).quiet(true))));
            } catch (SdkException e) {
                if (e instanceof S3Exception refusal && UNKNOWN.contains(refusal.statusCode())) {
                    LOG.info(
                            "Files are deleted one by one: the store answered {} to the deletion of several at once",
                            refusal.statusCode());
                    return false;
                }
                throw new UncheckedIOException(failure("delete", described(bucket.getKey(), bucket.getValue()), e));
            }
        }
        return true;
    }

    private static String described(String bucket, List<ObjectIdentifier> files) {
        String first = "s3://%s/%s".formatted(bucket, files.get(0).key());
        return files.size() == 1 ? first : "%s and %d more files".formatted(first, files.size() - 1);
    }

    private static void checkDeleted(String bucket, DeleteObjectsResponse answer) {
        for (S3Error error : answer.errors()) {
            if (!"NoSuchKey".equals(error.code())) {
                throw new UncheckedIOException(new IOException("Can't delete s3://%s/%s: the store answered %s (%s)"
                        .formatted(bucket, error.key(), error.code(), error.message())));
            }
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T checked(String doing, String location, Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (SdkException e) {
            throw failure(doing, location, e);
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException("Can't %s %s: %s".formatted(doing, location, e.getMessage()), e);
        }
    }

    private static StorageException failure(String doing, String location, SdkException cause) {
        return new StorageException("Can't %s %s: %s".formatted(doing, location, S3Failures.describe(cause)), cause);
    }

    private static <T> T unchecked(String doing, String location, Work<T> work) {
        try {
            return checked(doing, location, work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record NamedInput(InputFile file) implements InputFile {
        @Override
        public long getLength() {
            return unchecked("read", location(), file::getLength);
        }

        @Override
        public SeekableInputStream newStream() {
            return unchecked("read", location(), () -> new Input(file));
        }

        @Override
        public String location() {
            return file.location();
        }

        @Override
        public boolean exists() {
            return unchecked("read", location(), file::exists);
        }
    }

    private record NamedOutput(OutputFile file) implements OutputFile {
        @Override
        public PositionOutputStream create() {
            return unchecked("write", location(), () -> new Output(location(), file.create()));
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return unchecked("write", location(), () -> new Output(location(), file.createOrOverwrite()));
        }

        @Override
        public String location() {
            return file.location();
        }

        @Override
        public InputFile toInputFile() {
            return new NamedInput(file.toInputFile());
        }
    }

    /**
     * Continues with a new request if the body of a response breaks off. The SDK retries only the requests themselves.
     * Iceberg resumes after some failures of a connection, but not after a body that ends early, and never in reads of
     * ranges.
     */
    private static final class Input extends SeekableInputStream implements RangeReadable {
        private final InputFile file;
        private SeekableInputStream in;
        private long position;

        Input(InputFile file) {
            this.file = file;
            this.in = file.newStream();
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long wanted) {
            position = wanted;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return retried(position, () -> {
                in.seek(position);
                int count = in.read(buffer, offset, length);
                position += Math.max(0, count);
                return count;
            });
        }

        /** Uses a separate request, after which no connection is held. */
        @Override
        public void readFully(long from, byte[] buffer, int offset, int length) throws IOException {
            retried(from, () -> {
                ((RangeReadable) in).readFully(from, buffer, offset, length);
                return length;
            });
        }

        @Override
        public int readTail(byte[] buffer, int offset, int length) throws IOException {
            return retried(-1, () -> ((RangeReadable) in).readTail(buffer, offset, length));
        }

        private int retried(long from, Work<Integer> read) throws IOException {
            return checked("read", file.location(), () -> {
                for (int attempt = 1; ; attempt++) {
                    try {
                        return read.run();
                    } catch (IOException e) {
                        if (attempt == READ_ATTEMPTS) {
                            throw e;
                        }
                        LOG.warn(
                                "Reading {} from byte {} broke off, retrying: {}",
                                file.location(),
                                from,
                                e.getMessage());
                        in.close();
                        in = file.newStream();
                    }
                }
            });
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static final class Output extends PositionOutputStream {
        private final String location;
        private final PositionOutputStream out;

        Output(String location, PositionOutputStream out) {
            this.location = location;
            this.out = out;
        }

        @Override
        public long getPos() throws IOException {
            return out.getPos();
        }

        @Override
        public long storedLength() throws IOException {
            return out.storedLength();
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            checked("write", location, () -> {
                out.write(buffer, offset, length);
                return true;
            });
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            checked("write", location, () -> {
                out.close();
                return true;
            });
        }
    }
}
