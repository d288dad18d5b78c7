/**
 * The home's folder and files, which are private to their owner. The home's state and its database are in {@link
 * io.petty.lake}, its secrets in {@link io.petty.secret}.
 */
@NullMarked
package io.petty.home;

import org.jspecify.annotations.NullMarked;
