/**
 * Opens the database of a lake, embedded in the home or on PostgreSQL: its connections, logins and limits, and the migrations
 * of its schema. Each statement on a table belongs to the class that keeps that table's records.
 */
@NullMarked
package io.petty.lake.database;

import org.jspecify.annotations.NullMarked;
