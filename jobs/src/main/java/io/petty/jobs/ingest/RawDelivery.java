package io.petty.jobs.ingest;

import io.petty.jobs.batch.WorkFolder;
import io.petty.lake.Fingerprint;
import io.petty.raw.RawName;
import io.petty.raw.RawRules;
import io.petty.storage.Storage;
import io.petty.storage.StoredObject;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The raw files of one delivery day at the time of listing, without hidden files.
 *
 * @param files in order of their keys
 * @param ignoredFiles the keys of files whose names aren't those of raw files, in order
 */
public record RawDelivery(LocalDate day, List<StoredObject> files, List<String> ignoredFiles) {

    /**
     * The version of the code that reads files. A change makes the next runs ingest every delivery day again. Change it
     * only if the same files may yield other readings.
     */
    private static final String READING = "2";

    public RawDelivery {
        files = List.copyOf(files);
        ignoredFiles = List.copyOf(ignoredFiles);
    }

    /** Lists a delivery day below a raw root; a day without a folder has no files. */
    public static RawDelivery list(Storage raw, LocalDate day) throws IOException {
        List<StoredObject> files = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (StoredObject object : raw.list(RawFolders.folder(day) + "/")) {
            switch (RawName.of(object.key())) {
                case RAW -> files.add(object);
                case IGNORED -> ignored.add(object.key());
                case HIDDEN -> {}
            }
        }
        return new RawDelivery(day, files, ignored);
    }

    /**
     * Returns a fingerprint of the files, the names of ignored files, the rules for lines and the version of the code
     * that reads files. It is the same on every machine.
     */
    public String fingerprint(RawRules rules) {
        Fingerprint fingerprint = new Fingerprint().add(READING).add(rules.toString());
        for (StoredObject file : files) {
            fingerprint.add(file.key()).add(file.size()).add(file.version());
        }
        ignoredFiles.forEach(key -> fingerprint.add("ignored").add(key));
        return fingerprint.digest();
    }

    /** Returns the identity of the input of the day's ingestion. */
    public String inputs(WorkFolder work, RawRules rules) {
        return work.inputs().add(day.toString()).add(fingerprint(rules)).digest();
    }

    /** Divides the files in their order into at most {@code count} groups of about the same size. */
    public List<List<StoredObject>> groups(int count) {
        long total = files.stream().mapToLong(StoredObject::size).sum();
        List<List<StoredObject>> groups = new ArrayList<>();
        List<StoredObject> group = new ArrayList<>();
        long taken = 0;
        for (StoredObject file : files) {
            group.add(file);
            taken += file.size();
            // The group is full once the files so far make up its share of all bytes.
            if (taken * count >= total * (groups.size() + 1) && groups.size() < count - 1) {
                groups.add(group);
                group = new ArrayList<>();
            }
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }
}
