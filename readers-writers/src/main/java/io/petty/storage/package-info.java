/**
 * Access to raw files and feedback in a folder or in S3, and to the tables' files. Transient failures of S3 are retried
 * here and nowhere else.
 */
@NullMarked
package io.petty.storage;

import org.jspecify.annotations.NullMarked;
