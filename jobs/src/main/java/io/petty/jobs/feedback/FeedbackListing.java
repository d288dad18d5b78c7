package io.petty.jobs.feedback;

import io.petty.jobs.batch.WorkFolder;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.Fingerprint;
import io.petty.storage.StoredObject;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.iceberg.io.FileIO;

/**
 * The documents below a feedback root as they were listed, dealt into shards by their keys. Millions of them don't fit the
 * memory, so each shard's part of the listing is a file.
 *
 * @param shards those that have documents now or had some when they were last read, in order
 */
public record FeedbackListing(List<Shard> shards) {
    /** How many shards there are; each is read by one thread and held in memory while it is. */
    public static final int SHARDS = 32;

    private static final int BUFFER_BYTES = 1 << 13;

    /**
     * One shard's documents.
     *
     * @param location of the file that lists them; empty for none
     * @param fingerprint of the listing, whatever its order, and of how documents are read
     */
    public record Shard(int shard, String location, long documents, String fingerprint) implements Serializable {}

    public FeedbackListing {
        shards = List.copyOf(shards);
    }

    /** Takes listed documents one by one. */
    public interface Documents {
        void document(StoredObject document) throws IOException;
    }

    /** Lists all documents, in files of the run's own; nothing is written where there are none. */
    public static FeedbackListing of(FeedbackRoot root, WorkFolder work, long run) throws IOException {
        String version = root.version();
        Writer[] writers = new Writer[SHARDS];
        try {
            root.documents().list("", document -> {
                byte[] key = document.key().getBytes(StandardCharsets.UTF_8);
                int shard = Math.floorMod(MurmurHash3.hash32x86(key, 0, key.length, 0), SHARDS);
                if (writers[shard] == null) {
                    writers[shard] = new Writer(work.files(), folder(work, run) + "/listing-%02d".formatted(shard));
                }
                // The rules are a part of the version, so that documents are read again when they change.
                writers[shard].add(
                        new StoredObject(document.key(), document.size(), version + " " + document.version()));
            });
            List<Shard> shards = new ArrayList<>();
            for (int i = 0; i < SHARDS; i++) {
                if (writers[i] != null) {
                    shards.add(writers[i].shard(i));
                }
            }
            return new FeedbackListing(shards);
        } finally {
            for (Writer writer : writers) {
                if (writer != null) {
                    writer.out.close();
                }
            }
        }
    }

    /** The shards whose documents are not those that were read last, with those that have none any more. */
    public List<Shard> changed(List<FeedbackDeliveries.Shard> known) {
        Map<Integer, FeedbackDeliveries.Shard> byNumber = new HashMap<>();
        known.forEach(shard -> byNumber.put(shard.shard(), shard));
        List<Shard> changed = new ArrayList<>();
        for (Shard shard : shards) {
            FeedbackDeliveries.Shard before = byNumber.remove(shard.shard());
            if (before == null || !before.fingerprint().equals(shard.fingerprint())) {
                changed.add(shard);
            }
        }
        byNumber.keySet().stream().sorted().forEach(gone -> changed.add(new Shard(gone, "", 0, "")));
        return changed;
    }

    /** What the storage itself calls the version of a listed document. */
    public static StoredObject stored(StoredObject listed) {
        return new StoredObject(
                listed.key(),
                listed.size(),
                listed.version().substring(listed.version().indexOf(' ') + 1));
    }

    /** Gives a shard's documents, whose versions are the listing's own: see {@link #stored}. */
    public static void read(FileIO files, Shard shard, Documents documents) throws IOException {
        if (shard.documents() == 0) {
            return;
        }
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(files.newInputFile(shard.location()).newStream(), BUFFER_BYTES))) {
            for (long i = 0; i < shard.documents(); i++) {
                documents.document(new StoredObject(in.readUTF(), in.readLong(), in.readUTF()));
            }
        }
    }

    /** Keeps shards for {@link #load}; returns where. */
    public static String save(WorkFolder work, long run, List<Shard> shards) throws IOException {
        String location = folder(work, run) + "/shards";
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(work.files().newOutputFile(location).create(), BUFFER_BYTES))) {
            out.writeInt(shards.size());
            for (Shard shard : shards) {
                out.writeInt(shard.shard());
                out.writeUTF(shard.location());
                out.writeLong(shard.documents());
                out.writeUTF(shard.fingerprint());
            }
        }
        return location;
    }

    private static String folder(WorkFolder work, long run) {
        return work.location() + "/feedback-run-" + run;
    }

    /** Returns the shards that were kept at a location. */
    public static List<Shard> load(WorkFolder work, String location) {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(work.files().newInputFile(location).newStream(), BUFFER_BYTES))) {
            int count = in.readInt();
            List<Shard> shards = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                shards.add(new Shard(in.readInt(), in.readUTF(), in.readLong(), in.readUTF()));
            }
            return shards;
        } catch (IOException e) {
            throw new UncheckedIOException("The listing of feedback in %s can't be read".formatted(location), e);
        }
    }

    /** Writes a shard's listing. */
    private static final class Writer {
        private final String location;
        private final DataOutputStream out;
        private long documents;
        private long low;
        private long high;

        private Writer(FileIO files, String location) {
            this.location = location;
            this.out = new DataOutputStream(
                    new BufferedOutputStream(files.newOutputFile(location).create(), BUFFER_BYTES));
        }

        private void add(StoredObject document) throws IOException {
            out.writeUTF(document.key());
            out.writeLong(document.size());
            out.writeUTF(document.version());
            byte[] text = (document.key() + "\n" + document.size() + "\n" + document.version())
                    .getBytes(StandardCharsets.UTF_8);
            long[] hash = MurmurHash3.hash128x64(text, 0, text.length, 0);
            // Listings come in any order, so their hashes are added up.
            low += hash[0];
            high += hash[1];
            documents++;
        }

        private Shard shard(int number) {
            String fingerprint =
                    new Fingerprint().add(documents).add(low).add(high).digest();
            return new Shard(number, location, documents, fingerprint);
        }
    }

    /** Returns the identity of the input of a job that reads these shards. */
    public static String inputs(WorkFolder work, List<Shard> shards) {
        return work.inputs().add(fingerprint(shards)).digest();
    }

    /** Equal listings have equal fingerprints. */
    private static String fingerprint(List<Shard> shards) {
        Fingerprint fingerprint = new Fingerprint();
        shards.forEach(shard -> fingerprint.add(shard.shard()).add(shard.fingerprint()));
        return fingerprint.digest();
    }
}
