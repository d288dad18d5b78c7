/**
 * Access to the API: tokens and API keys, from their issue to their revocation, with their records in the database and
 * the audit log of changes to them.
 */
@NullMarked
package io.petty.access;

import org.jspecify.annotations.NullMarked;
