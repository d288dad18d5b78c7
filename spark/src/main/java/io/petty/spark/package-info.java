/**
 * Runs partitions on Apache Spark and starts the processes of a standalone cluster. Only this package uses Spark; a
 * command without Spark never loads these classes.
 */
@NullMarked
package io.petty.spark;

import org.jspecify.annotations.NullMarked;
