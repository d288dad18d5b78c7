/** Tests of failure messages, and the small lake that the tests of jobs use. */
@NullMarked
package io.petty.jobs;

import org.jspecify.annotations.NullMarked;
