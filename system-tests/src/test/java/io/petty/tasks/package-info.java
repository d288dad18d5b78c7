/**
 * Runs the containers of the task definitions of {@code cdk-java} as processes, against doubles of AWS. Every call is
 * evaluated against the policies of the templates.
 */
@NullMarked
package io.petty.tasks;

import org.jspecify.annotations.NullMarked;
