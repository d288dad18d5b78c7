package io.petty.jobs.ingest;

import io.petty.raw.Reject;
import io.petty.reading.ReadingBlock;
import java.util.List;

/** A block of one raw file's rows, in the file's order. */
public record RawBlock(ReadingBlock readings, List<Reject> rejects) {}
