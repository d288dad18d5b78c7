package io.petty.jobs.ingest;

import io.petty.lake.Fingerprint;
import io.petty.raw.RawFormat;
import io.petty.raw.RawRules;
import io.petty.storage.Storage;
import io.petty.storage.StoredObject;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The raw files of one delivery day as they were listed.
 *
 * @param files in order of their keys
 * @param ignoredFiles how many objects have names that aren't raw files' names
 */
public record RawDelivery(LocalDate day, List<StoredObject> files, int ignoredFiles) {
    private static final String FOLDER = "dt=";

    public RawDelivery {
        files = List.copyOf(files);
    }

    /** Lists a delivery day below a raw root; a day without a folder has no files. */
    public static RawDelivery list(Storage raw, LocalDate day) throws IOException {
        List<StoredObject> files = new ArrayList<>();
        int ignored = 0;
        for (StoredObject object : raw.list(FOLDER + day + "/")) {
            if (RawFormat.of(object.key()).isPresent()) {
                files.add(object);
            } else {
                ignored++;
            }
        }
        return new RawDelivery(day, files, ignored);
    }

    /** The delivery days that have a folder below a raw root. */
    public static SortedSet<LocalDate> days(Storage raw) throws IOException {
        SortedSet<LocalDate> days = new TreeSet<>();
        for (String folder : raw.folders("")) {
            if (folder.startsWith(FOLDER)) {
                try {
                    days.add(LocalDate.parse(folder.substring(FOLDER.length()).replace("/", "")));
                } catch (DateTimeParseException e) {
                    // A folder such as dt=latest is no delivery day.
                }
            }
        }
        return days;
    }

    /** Changes when any file, or any rule its lines are judged by, does. */
    public String fingerprint(RawRules rules) {
        Fingerprint fingerprint = new Fingerprint().add(rules.toString());
        for (StoredObject file : files) {
            fingerprint.add(file.key()).add(file.size()).add(file.version());
        }
        return fingerprint.digest();
    }

    /** Cuts the files into at most {@code count} groups of about the same size, each a run of neighbouring keys. */
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
