/** Parts that all endpoints share: parameters, problems, versions, entity tags, compression and server limits. */
@NullMarked
package io.petty.api.http;

import org.jspecify.annotations.NullMarked;
