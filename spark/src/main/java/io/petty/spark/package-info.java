/**
 * Runs partitions on Apache Spark and starts the processes of a standalone cluster. Nothing else knows Spark; a command
 * that doesn't use it never loads these classes.
 */
@NullMarked
package io.petty.spark;

import org.jspecify.annotations.NullMarked;
