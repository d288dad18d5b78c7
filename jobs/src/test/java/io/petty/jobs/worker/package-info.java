@NullMarked
package io.petty.jobs.worker;

import org.jspecify.annotations.NullMarked;
