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
import java.util.function.Consumer;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.iceberg.io.FileIO;

/**
 * Lists the documents below a feedback root, divided into shards by their keys. A listing of millions of documents
 * doesn't fit in memory, so each shard's part of it is a file.
 */
public final class FeedbackListing {
    /** The number of shards. One thread reads a shard and holds it in memory. */
    public static final int SHARDS = 32;

    private static final int BUFFER_BYTES = 1 << 13;

    /**
     * One shard's documents.
     *
     * @param location the location of the file that lists them; empty if there are none
     * @param fingerprint a fingerprint of the listed documents, regardless of their order, and of the rules for reading
     *     them
     */
    public record Shard(int shard, String location, long documents, String fingerprint) implements Serializable {}

    private FeedbackListing() {}

    /**
     * Lists all documents, and writes each shard's listing to a file of the run. A shard without documents has no file
     * and isn't returned.
     */
    static List<Shard> of(FeedbackRoot root, WorkFolder work, long run) throws IOException {
        String version = root.version();
        Writer[] writers = new Writer[SHARDS];
        try {
            root.documents().list("", document -> {
                byte[] key = document.key().getBytes(StandardCharsets.UTF_8);
                int shard = Math.floorMod(MurmurHash3.hash32x86(key, 0, key.length, 0), SHARDS);
                if (writers[shard] == null) {
                    writers[shard] = new Writer(work.files(), folder(work, run) + "/listing-%02d".formatted(shard));
                }
                // The version includes the rules, so that documents are read again when the rules change.
                writers[shard].add(
                        new StoredObject(document.key(), document.size(), version + " " + document.version()));
            });
            List<Shard> shards = new ArrayList<>();
            for (int i = 0; i < SHARDS; i++) {
                if (writers[i] != null) {
                    shards.add(writers[i].shard(i));
                }
            }
            return shards;
        } finally {
            for (Writer writer : writers) {
                if (writer != null) {
                    writer.out.close();
                }
            }
        }
    }

    /**
     * Lists the shards whose documents have changed since they were last read, including shards that no longer have a
     * document.
     */
    public static List<Shard> changed(
            FeedbackRoot root, WorkFolder work, long run, List<FeedbackDeliveries.Shard> known) throws IOException {
        Map<Integer, FeedbackDeliveries.Shard> byNumber = new HashMap<>();
        known.forEach(shard -> byNumber.put(shard.shard(), shard));
        List<Shard> changed = new ArrayList<>();
        for (Shard shard : of(root, work, run)) {
            FeedbackDeliveries.Shard before = byNumber.remove(shard.shard());
            if (before == null || !before.fingerprint().equals(shard.fingerprint())) {
                changed.add(shard);
            }
        }
        byNumber.keySet().stream().sorted().forEach(gone -> changed.add(new Shard(gone, "", 0, "")));
        return changed;
    }

    /** Returns a listed document with its version in the storage, without the prefix that the listing adds. */
    static StoredObject stored(StoredObject listed) {
        return new StoredObject(
                listed.key(),
                listed.size(),
                listed.version().substring(listed.version().indexOf(' ') + 1));
    }

    /** Reads a shard's listing. The versions in it have a prefix, which {@link #stored} removes. */
    static void read(FileIO files, Shard shard, Consumer<StoredObject> into) throws IOException {
        if (shard.documents() == 0) {
            return;
        }
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(files.newInputFile(shard.location()).newStream(), BUFFER_BYTES))) {
            for (long i = 0; i < shard.documents(); i++) {
                into.accept(new StoredObject(in.readUTF(), in.readLong(), in.readUTF()));
            }
        }
    }

    /** Saves shards for {@link #load}, and returns the location of the file. */
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

    /** Returns the shards that were saved at a location. */
    static List<Shard> load(WorkFolder work, String location) {
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
            // A storage may list documents in any order, so the hashes are added up.
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
        Fingerprint inputs = work.inputs();
        shards.forEach(shard -> inputs.add(shard.shard()).add(shard.fingerprint()));
        return inputs.digest();
    }
}
