package io.petty.jobs.ingest;

import io.petty.forgotten.Forgotten;
import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.partition.Attempt;
import io.petty.lake.DeliveryFile;
import io.petty.raw.RawFileCounts;
import io.petty.raw.RawFileReader;
import io.petty.raw.RawRules;
import io.petty.raw.Reject;
import io.petty.reading.CollarDictionary;
import io.petty.reading.ReadingBlock;
import io.petty.storage.Storage;
import io.petty.storage.StoredObject;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a group of raw files block by block. A block is valid only until the next one is read, since the next one
 * reuses its memory.
 */
public final class RawBlockReader implements Closeable {
    private static final int BLOCK_READINGS = 1 << 16;

    /** The number of collars after which a new dictionary is begun, so that forged collar ids can't fill the memory. */
    private static final int DICTIONARY_COLLARS = 200_000;

    private final Storage raw;
    private final LocalDate deliveryDay;
    private final Iterator<StoredObject> files;
    private final RawRules rules;
    private final Attempt attempt;
    private final List<DeliveryFile> counts = new ArrayList<>();
    private final ForgottenNames forgotten;
    private ReadingBlock block;
    private @Nullable StoredObject file;
    private @Nullable RawFileReader reader;

    RawBlockReader(
            Storage raw,
            LocalDate deliveryDay,
            RawFilePartition partition,
            RawRules rules,
            Forgotten forgotten,
            Attempt attempt) {
        this.raw = raw;
        this.deliveryDay = deliveryDay;
        this.files = partition.files().iterator();
        this.rules = rules;
        this.forgotten = forgotten.names();
        this.block = newBlock();
        this.attempt = attempt;
    }

    private ReadingBlock newBlock() {
        return new ReadingBlock(new CollarDictionary(forgotten), BLOCK_READINGS);
    }

    /** Returns the next block, or null at the end of the last file. */
    public @Nullable RawBlock read() throws IOException {
        while (true) {
            attempt.check();
            StoredObject current = file;
            if (current == null) {
                if (!files.hasNext()) {
                    return null;
                }
                current = files.next();
                file = current;
            }
            if (reader == null) {
                reader = new RawFileReader(
                        deliveryDay, current.key(), current.size(), raw.open(current), rules, forgotten);
            }
            if (block.collars().size() > DICTIONARY_COLLARS) {
                block = newBlock();
            }
            block.clear();
            List<Reject> rejects = new ArrayList<>();
            boolean more = reader.read(block, rejects);
            attempt.addReadings(block.size());
            if (!more) {
                endFile(current, reader);
            }
            if (block.size() > 0 || !rejects.isEmpty()) {
                return new RawBlock(block, rejects);
            }
        }
    }

    private void endFile(StoredObject ended, RawFileReader endedReader) throws IOException {
        RawFileCounts count = endedReader.counts();
        counts.add(new DeliveryFile(
                ended.key(),
                ended.size(),
                ended.version(),
                count.lines(),
                count.blankLines(),
                count.readings(),
                count.rejects(),
                count.forgotten(),
                count.broken()));
        endedReader.close();
        reader = null;
        file = null;
        attempt.unitsDone(1);
    }

    /** Returns the files that were read to their end, with their counts. */
    public List<DeliveryFile> counts() {
        return counts;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
