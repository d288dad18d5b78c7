package io.petty.reading;

import java.io.Closeable;
import java.io.IOException;

/**
 * Iterates over the collars of a file in the order of their ids. The rows of a collar can be read after moving to it.
 */
interface CollarCursor extends Closeable {
    /** Moves to the next collar; returns false at the end. */
    boolean next() throws IOException;

    /** Returns the current collar. Only after {@link #next} returned true. */
    String collarId();

    /** Adds the collar's rows to a builder. Call it once for each collar. */
    void readRows(CollarDay.Builder into) throws IOException;
}
