package io.petty.jobs.partition;

import java.io.Serializable;

/**
 * One partition of a step.
 *
 * @param name the name in the partition's record, such as {@code timelines:0003}
 * @param fileName prefix of the names of files that the partition writes; no other partition or run uses it
 */
public record Partition<I extends Serializable>(String name, String fileName, I input) implements Serializable {}
