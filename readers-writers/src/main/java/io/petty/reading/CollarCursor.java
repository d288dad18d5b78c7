package io.petty.reading;

import java.io.Closeable;
import java.io.IOException;

/** Walks over the collars of a file in order of their ids; a collar's rows are read after moving to it. */
interface CollarCursor extends Closeable {
    /** Moves to the next collar; false at the end. */
    boolean next() throws IOException;

    /** The collar the cursor stands at; only after {@link #next} said true. */
    String collarId();

    /** Adds the collar's rows to a builder; once for each collar. */
    void readRows(CollarDay.Builder into) throws IOException;
}
