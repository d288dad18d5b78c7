/**
 * The home's folder and files, which are for their owner alone. What a home remembers and its database are in
 * {@link io.petty.lake}, its secrets in {@link io.petty.secret}.
 */
@NullMarked
package io.petty.home;

import org.jspecify.annotations.NullMarked;
