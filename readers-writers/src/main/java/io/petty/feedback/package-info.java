/** What owners say of events: documents, their rejects, and the tables that hold them. */
@NullMarked
package io.petty.feedback;

import org.jspecify.annotations.NullMarked;
