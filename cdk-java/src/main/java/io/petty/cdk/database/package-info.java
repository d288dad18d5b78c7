/** The PostgreSQL database of either kind, with its logins and their rotation, and its daily backups. */
@NullMarked
package io.petty.cdk.database;

import org.jspecify.annotations.NullMarked;
