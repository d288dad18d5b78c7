/** The lake: its tables and their catalog, and the database that records runs, deliveries and publications. */
@NullMarked
package io.petty.lake;

import org.jspecify.annotations.NullMarked;
