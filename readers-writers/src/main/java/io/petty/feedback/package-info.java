/** Owners' feedback on events: documents, their rejects, and the tables that store them. */
@NullMarked
package io.petty.feedback;

import org.jspecify.annotations.NullMarked;
