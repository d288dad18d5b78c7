package io.petty.jobs.folding;

import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.DataFile;

/** The published files of an event day. */
record PublishedFiles(List<DataFile> timelines, List<DataFile> voices) implements Serializable {}
