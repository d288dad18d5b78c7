/**
 * Secrets: signing keys, the key for keyed hashes, the database login and the secret of a Spark cluster. They are
 * stored in an encrypted file of the home or in AWS Secrets Manager.
 */
@NullMarked
package io.petty.secret;

import org.jspecify.annotations.NullMarked;
