/** The buckets of raw files, feedback and tables, and Athena over the tables. */
@NullMarked
package io.petty.cdk.storage;

import org.jspecify.annotations.NullMarked;
