/**
 * Petty's programs on AWS: the API, scheduled tasks and Spark workers, with their settings, secrets and cluster. The
 * Lambda functions that support them are here, too.
 */
@NullMarked
package io.petty.cdk.program;

import org.jspecify.annotations.NullMarked;
