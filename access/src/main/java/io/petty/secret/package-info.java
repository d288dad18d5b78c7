/**
 * Secrets: signing keys, the key of keyed hashes, the database login and the secret of a Spark cluster, with their two
 * stores, an encrypted file of the home and AWS Secrets Manager.
 */
@NullMarked
package io.petty.secret;

import org.jspecify.annotations.NullMarked;
