/**
 * Access to the API: issues, verifies and revokes tokens and API keys. Their records are in the database. Changes are
 * written to an audit log.
 */
@NullMarked
package io.petty.access;

import org.jspecify.annotations.NullMarked;
