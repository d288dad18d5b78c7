package io.petty.jobs.feedback;

import io.petty.feedback.FeedbackDocument;
import io.petty.feedback.FeedbackParser;
import io.petty.feedback.ParsedFeedback;
import io.petty.feedback.UserKeys;
import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.partition.Attempt;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Reads the feedback documents of shards: changed ones from the feedback root, the others from the table of documents.
 */
final class FeedbackDocumentReader {
    /** Number of documents that are fetched ahead. Each takes up to the maximum document size in memory. */
    private static final int AHEAD = 64;

    private static final String FOLDER = "dt=";

    private final FeedbackDocumentsWork work;
    private final LocalDate readDay;
    private final Executor fetching;
    private final Attempt attempt;
    private final FeedbackParser parser;
    private final ForgottenNames forgotten;

    /** A document that is being fetched. */
    private record Fetched(StoredObject listed, Future<byte[]> content) {}

    /**
     * Creates a reader.
     *
     * @param readDay the UTC delivery day of documents outside of a {@code dt=} folder
     * @param fetching fetches documents ahead
     */
    FeedbackDocumentReader(FeedbackDocumentsWork work, LocalDate readDay, Executor fetching, Attempt attempt) {
        this.work = work;
        this.readDay = readDay;
        this.fetching = fetching;
        this.attempt = attempt;
        this.parser =
                new FeedbackParser(work.root().rules(), new UserKeys(work.root().userKeySecret()));
        this.forgotten = work.forgotten().names();
    }

    ShardDocuments read(FeedbackListing.Shard listing) throws IOException {
        Map<String, FeedbackDocument> gone = new HashMap<>();
        for (String location : work.known().getOrDefault(listing.shard(), List.of())) {
            work.documents().read(location, document -> gone.put(document.key(), document));
        }
        List<FeedbackDocument> unchanged = new ArrayList<>();
        Deque<StoredObject> changed = new ArrayDeque<>();
        FeedbackListing.read(work.listings(), listing, listed -> {
            FeedbackDocument known = gone.get(listed.key());
            if (known != null && isUnchanged(known, listed)) {
                gone.remove(listed.key());
                unchanged.add(known);
            } else {
                changed.add(listed);
            }
        });
        attempt.unitsDone(unchanged.size());

        List<FeedbackDocument> read = new ArrayList<>();
        List<Reject> rejects = new ArrayList<>();
        String fingerprint = listing.fingerprint();
        long forgottenDocuments = 0;
        Deque<Fetched> ahead = new ArrayDeque<>();
        while (!changed.isEmpty() || !ahead.isEmpty()) {
            attempt.check();
            while (ahead.size() < AHEAD && !changed.isEmpty()) {
                ahead.add(fetch(changed.remove()));
            }
            Fetched fetched = ahead.remove();
            StoredObject listed = fetched.listed();
            try {
                byte[] content = awaited(fetched);
                LocalDate deliveryDay = deliveryDay(listed.key());
                ParsedFeedback parsed = parser.parse(listed.key(), deliveryDay, content);
                if (isForgotten(listed.key(), parsed, content)) {
                    forgottenDocuments++;
                    continue;
                }
                read.add(new FeedbackDocument(
                        listing.shard(),
                        listed.key(),
                        listed.size(),
                        listed.version(),
                        deliveryDay,
                        parsed.feedback()));
                if (parsed.reject() != null) {
                    rejects.add(parsed.reject());
                }
            } catch (ObjectChangedException e) {
                // The document changed while it was read. Its last known version still counts, and the next run reads
                // the shard again.
                fingerprint = "";
                FeedbackDocument known = gone.remove(listed.key());
                if (known != null) {
                    unchanged.add(known);
                }
            } finally {
                attempt.unitsDone(1);
            }
        }
        return new ShardDocuments(
                listing.shard(), fingerprint, unchanged, read, rejects, gone.values(), forgottenDocuments);
    }

    private boolean isUnchanged(FeedbackDocument known, StoredObject listed) {
        boolean isForgotten = forgotten.areInKey(known.key())
                || (known.feedback() != null
                        && forgotten.isEvent(known.feedback().eventId()));
        return !isForgotten && known.size() == listed.size() && known.version().equals(listed.version());
    }

    /**
     * Returns whether a document is about a forgotten collar: its key names one, it is feedback on an event of one, or
     * it is a reject that names one.
     */
    private boolean isForgotten(String key, ParsedFeedback parsed, byte[] content) {
        return forgotten.areInKey(key)
                || (parsed.feedback() == null
                        ? forgotten.areIn(content, 0, content.length)
                        : forgotten.isEvent(parsed.feedback().eventId()));
    }

    private Fetched fetch(StoredObject listed) {
        FutureTask<byte[]> content = new FutureTask<>(() -> {
            try (InputStream in = work.root().documents().open(FeedbackListing.stored(listed))) {
                return in.readNBytes(work.root().rules().documentBytes() + 1);
            }
        });
        fetching.execute(content);
        return new Fetched(listed, content);
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

    /** Returns the day of the {@code dt=} folder that contains a document, or the day on which it is read. */
    private LocalDate deliveryDay(String key) {
        for (String folder : key.split("/", -1)) {
            if (folder.startsWith(FOLDER) && folder.length() == FOLDER.length() + "2026-11-20".length()) {
                try {
                    return LocalDate.parse(folder.substring(FOLDER.length()));
                } catch (DateTimeParseException e) {
                    // A folder such as dt=yesterday--- has no delivery day.
                }
            }
        }
        return readDay;
    }
}
