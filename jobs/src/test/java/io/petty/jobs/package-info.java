@NullMarked
package io.petty.jobs;

import org.jspecify.annotations.NullMarked;
