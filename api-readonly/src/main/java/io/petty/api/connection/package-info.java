/** Connections of clients: how many one client may have, how long a slow one may take, and who a client is. */
@NullMarked
package io.petty.api.connection;

import org.jspecify.annotations.NullMarked;
