package io.petty.reading;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.io.FileIO;

/** Stores sorted runs in files of a folder, for {@link SortedRuns}. */
public final class SortedRunFiles implements ReadingSorter.Runs {
    private final FileIO files;
    private final String folder;
    private final List<String> locations = new ArrayList<>();

    /** @param folder a folder that nothing else writes to */
    public SortedRunFiles(FileIO files, String folder) {
        this.files = files;
        this.folder = folder;
    }

    @Override
    public ReadingSorter.Rows begin() {
        String location = "%s/run-%04d".formatted(folder, locations.size());
        locations.add(location);
        return new SortedRunWriter(files.newOutputFile(location));
    }

    /** Returns the locations of the runs so far. */
    public List<String> locations() {
        return List.copyOf(locations);
    }
}
