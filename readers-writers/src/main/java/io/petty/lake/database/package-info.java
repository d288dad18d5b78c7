/**
 * The database of a lake, embedded in the home or on PostgreSQL: its connections, logins, limits and schema migrations.
 * Statements on a table belong to the class for that table's records in {@link io.petty.lake}.
 */
@NullMarked
package io.petty.lake.database;

import org.jspecify.annotations.NullMarked;
