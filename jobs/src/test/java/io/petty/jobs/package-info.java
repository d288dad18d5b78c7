/** Tests of messages, and the small lake on which the tests of jobs work. */
@NullMarked
package io.petty.jobs;

import org.jspecify.annotations.NullMarked;
