/** Access to the endpoints: credentials, permissions, rate limits, the audit log, and the endpoints for tokens. */
@NullMarked
package io.petty.api.access;

import org.jspecify.annotations.NullMarked;
