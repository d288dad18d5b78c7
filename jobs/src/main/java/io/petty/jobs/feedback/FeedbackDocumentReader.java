package io.petty.jobs.feedback;

import io.petty.feedback.FeedbackDocument;
import io.petty.feedback.FeedbackDocumentTable;
import io.petty.feedback.FeedbackParser;
import io.petty.feedback.ParsedFeedback;
import io.petty.feedback.UserKeys;
import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.partition.Attempt;
import io.petty.parquet.ColumnFileReader;
import io.petty.raw.Reject;
import io.petty.storage.ObjectChangedException;
import io.petty.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Reads shards of feedback documents in blocks: those that changed from where they lie, many at once where that helps, all
 * others from the table of documents.
 */
final class FeedbackDocumentReader {
    private static final int BLOCK_DOCUMENTS = 1_000;

    /** Documents that are fetched ahead; each takes its size in memory, the longest allowed at most. */
    private static final int AHEAD = 64;

    private static final String FOLDER = "dt=";

    private final FileIO documents;
    private final Map<Integer, List<String>> known;
    private final FileIO listings;
    private final FeedbackRoot root;
    private final LocalDate readDay;
    private final Iterator<FeedbackListing.Shard> shards;
    private final @Nullable ExecutorService fetching;
    private final Attempt attempt;
    private final FeedbackParser parser;
    private final ForgottenNames forgotten;
    private @Nullable OpenShard open;

    /** A document on its way. */
    private record Fetched(StoredObject listed, Future<byte[]> content) {}

    /** The shard that is being read. */
    private static final class OpenShard {
        private final FeedbackListing.Shard listed;
        private final Map<String, FeedbackDocument> before = new HashMap<>();
        private final Deque<FeedbackDocument> known = new ArrayDeque<>();
        private final Deque<StoredObject> changed = new ArrayDeque<>();
        private final Deque<Fetched> ahead = new ArrayDeque<>();
        private boolean changedMeanwhile;
        private long forgotten;

        private OpenShard(FeedbackListing.Shard listed) {
            this.listed = listed;
        }
    }

    /** @param fetching what fetches documents ahead; null where each is quickly read when its turn comes */
    FeedbackDocumentReader(
            FeedbackDocumentsWork work,
            FeedbackPartition partition,
            @Nullable ExecutorService fetching,
            Attempt attempt) {
        this.documents = work.documents().io();
        this.known = work.known();
        this.listings = work.listings();
        this.root = work.root();
        this.readDay = partition.readDay();
        this.shards = partition.shards().iterator();
        this.fetching = fetching;
        this.forgotten = work.forgotten().names();
        this.attempt = attempt;
        this.parser = new FeedbackParser(root.rules(), new UserKeys(root.userKeySecret()));
    }

    /** The next block, or null at the end of the last shard. */
    @Nullable
    DocumentBlock read() throws IOException {
        attempt.check();
        OpenShard shard = open;
        if (shard == null) {
            if (!shards.hasNext()) {
                return null;
            }
            shard = opened(shards.next());
            open = shard;
        }
        List<FeedbackDocument> known = new ArrayList<>();
        while (known.size() < BLOCK_DOCUMENTS && !shard.known.isEmpty()) {
            known.add(shard.known.remove());
        }
        List<FeedbackDocument> read = new ArrayList<>();
        List<Reject> rejects = new ArrayList<>();
        while (known.size() + read.size() < BLOCK_DOCUMENTS && hasMore(shard)) {
            readOne(shard, known, read, rejects);
        }
        if (!shard.known.isEmpty() || hasMore(shard)) {
            return new DocumentBlock(known, read, rejects, null);
        }
        open = null;
        return new DocumentBlock(
                known,
                read,
                rejects,
                new DocumentBlock.ShardEnd(
                        shard.listed.shard(),
                        shard.changedMeanwhile ? "" : shard.listed.fingerprint(),
                        shard.forgotten,
                        shard.before));
    }

    private OpenShard opened(FeedbackListing.Shard listed) throws IOException {
        OpenShard shard = new OpenShard(listed);
        for (String location : known.getOrDefault(listed.shard(), List.of())) {
            try (ColumnFileReader reader = new ColumnFileReader(documents.newInputFile(location))) {
                FeedbackDocumentTable.read(reader, 0, reader.rowCount())
                        .forEachRemaining(document -> shard.before.put(document.key(), document));
            }
        }
        FeedbackListing.read(listings, listed, object -> {
            FeedbackDocument before = shard.before.get(object.key());
            if (before != null
                    && !isForgotten(before)
                    && before.size() == object.size()
                    && before.version().equals(object.version())) {
                shard.before.remove(object.key());
                shard.known.add(before);
            } else {
                shard.changed.add(object);
            }
        });
        attempt.unitsDone(shard.known.size());
        return shard;
    }

    private boolean isForgotten(FeedbackDocument known) {
        return forgotten.areInKey(known.key())
                || (known.feedback() != null
                        && forgotten.isEvent(known.feedback().eventId()));
    }

    /** Whether a document is on a forgotten collar's event, or is none and names one. */
    private boolean isForgotten(String key, ParsedFeedback parsed, byte[] content) {
        return forgotten.areInKey(key)
                || (parsed.feedback() == null
                        ? forgotten.areIn(content, 0, content.length)
                        : forgotten.isEvent(parsed.feedback().eventId()));
    }

    private static boolean hasMore(OpenShard shard) {
        return !shard.changed.isEmpty() || !shard.ahead.isEmpty();
    }

    private void readOne(
            OpenShard shard, List<FeedbackDocument> known, List<FeedbackDocument> read, List<Reject> rejects)
            throws IOException {
        StoredObject listed;
        byte[] content;
        try {
            if (fetching == null) {
                listed = shard.changed.remove();
                content = content(listed);
            } else {
                while (shard.ahead.size() < AHEAD && !shard.changed.isEmpty()) {
                    StoredObject next = shard.changed.remove();
                    shard.ahead.add(new Fetched(next, fetching.submit(() -> content(next))));
                }
                Fetched fetched = shard.ahead.remove();
                listed = fetched.listed();
                content = awaited(fetched);
            }
        } catch (ChangedMeanwhileException e) {
            // It counts as it did before, and the next run looks at its shard again.
            shard.changedMeanwhile = true;
            FeedbackDocument before = shard.before.remove(e.listed.key());
            if (before != null) {
                known.add(before);
            }
            return;
        } finally {
            attempt.unitsDone(1);
        }
        LocalDate deliveryDay = deliveryDay(listed.key());
        ParsedFeedback parsed = parser.parse(listed.key(), deliveryDay, content);
        if (isForgotten(listed.key(), parsed, content)) {
            shard.forgotten++;
            return;
        }
        read.add(new FeedbackDocument(
                shard.listed.shard(), listed.key(), listed.size(), listed.version(), deliveryDay, parsed.feedback()));
        if (parsed.reject() != null) {
            rejects.add(parsed.reject());
        }
    }

    /** A document was changed or removed after it was listed. */
    private static final class ChangedMeanwhileException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient StoredObject listed;

        private ChangedMeanwhileException(StoredObject listed, ObjectChangedException cause) {
            super(cause);
            this.listed = listed;
        }
    }

    private byte[] content(StoredObject listed) throws IOException {
        try (InputStream in = root.documents().open(FeedbackListing.stored(listed))) {
            return in.readNBytes(root.rules().documentBytes() + 1);
        } catch (ObjectChangedException e) {
            throw new ChangedMeanwhileException(listed, e);
        }
    }

    private static byte[] awaited(Fetched fetched) throws IOException {
        try {
            return fetched.content().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Reading feedback was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(
                    "Feedback %s can't be read".formatted(fetched.listed().key()), e);
        }
    }

    /** The day of the {@code dt=} folder a document lies in, else the day it is read. */
    private LocalDate deliveryDay(String key) {
        for (String folder : key.split("/", -1)) {
            if (folder.startsWith(FOLDER) && folder.length() == FOLDER.length() + "2026-11-20".length()) {
                try {
                    return LocalDate.parse(folder.substring(FOLDER.length()));
                } catch (DateTimeParseException e) {
                    // A folder such as dt=yesterday--- is no delivery day.
                }
            }
        }
        return readDay;
    }
}
