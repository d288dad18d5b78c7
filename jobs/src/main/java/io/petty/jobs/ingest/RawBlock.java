package io.petty.jobs.ingest;

import io.petty.raw.Reject;
import io.petty.reading.ReadingBlock;
import java.util.List;

/** Consecutive lines of one raw file, as readings and rejects. */
public record RawBlock(ReadingBlock readings, List<Reject> rejects) {}
