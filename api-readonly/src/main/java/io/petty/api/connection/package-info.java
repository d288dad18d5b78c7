/** Connections: their number per client, the time limits of slow clients, and how clients are told apart. */
@NullMarked
package io.petty.api.connection;

import org.jspecify.annotations.NullMarked;
