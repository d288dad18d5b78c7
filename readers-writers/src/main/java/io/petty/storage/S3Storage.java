package io.petty.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Storage below a prefix of an S3 bucket. Keys are used literally: nothing in them is decoded or resolved. */
final class S3Storage implements Storage {
    /** The maximum page size of S3. */
    static final int PAGE_KEYS = 1000;

    /** Storages received from other processes. They are never closed: this process ends with its last task. */
    private static final Map<Reference, S3Storage> RECEIVED = new ConcurrentHashMap<>();

    private final StorageLocation root;
    private final S3Settings settings;
    private final String rootPrefix;
    private final transient S3Client client;
    private final int pageKeys;

    /** The serialized form. */
    private record Reference(StorageLocation root, S3Settings settings) implements Serializable {
        private Object readResolve() {
            return RECEIVED.computeIfAbsent(this, reference -> {
                try {
                    return open(reference.root, reference.settings);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    S3Storage(StorageLocation root, S3Settings settings, S3Client client, int pageKeys) {
        this.root = root;
        this.settings = settings;
        this.client = client;
        this.pageKeys = pageKeys;
        rootPrefix = root.prefix().isEmpty() ? "" : root.prefix() + "/";
    }

    static S3Storage open(StorageLocation root, S3Settings settings) throws IOException {
        return new S3Storage(root, settings, S3Clients.create(settings), PAGE_KEYS);
    }

    private Object writeReplace() {
        return new Reference(root, settings);
    }

    @Override
    public StorageLocation root() {
        return root;
    }

    @Override
    public void list(String keyPrefix, Objects objects) throws IOException {
        ListObjectsV2Request request = listing(keyPrefix).build();
        try {
            for (S3Object object : client.listObjectsV2Paginator(request).contents()) {
                // Consoles and tools create empty objects to show a folder. Some stores also list the object "a" for
                // the prefix "a/".
                boolean marker = object.key().endsWith("/") && object.size() == 0;
                if (!marker && object.key().startsWith(request.prefix())) {
                    objects.object(new StoredObject(
                            object.key().substring(rootPrefix.length()),
                            object.size(),
                            S3Version.of(object).text()));
                }
            }
        } catch (SdkException e) {
            throw S3Failures.failure("list " + root, root, e);
        }
    }

    @Override
    public List<String> folders(String prefix) throws IOException {
        List<String> folders = new ArrayList<>();
        ListObjectsV2Request request = listing(prefix).delimiter("/").build();
        try {
            for (CommonPrefix folder : client.listObjectsV2Paginator(request).commonPrefixes()) {
                String key = folder.prefix();
                if (key.startsWith(request.prefix())) {
                    folders.add(key.substring(rootPrefix.length(), key.length() - 1));
                }
            }
        } catch (SdkException e) {
            throw S3Failures.failure("list " + root, root, e);
        }
        folders.sort(Comparator.naturalOrder());
        return folders;
    }

    @Override
    public InputStream open(StoredObject object) throws IOException {
        return new S3ObjectStream(client, root, rootPrefix + object.key(), object);
    }

    @Override
    public void close() {
        client.close();
    }

    private ListObjectsV2Request.Builder listing(String keyPrefix) {
        return ListObjectsV2Request.builder()
                .bucket(root.bucket())
                .prefix(rootPrefix + keyPrefix)
                .maxKeys(pageKeys)
                // XML can't represent every character of a key.
                .encodingType(EncodingType.URL);
    }
}
