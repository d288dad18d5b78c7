/** What all answers have in common: problems, versions, tags, sizes, headers. */
@NullMarked
package io.petty.api.http;

import org.jspecify.annotations.NullMarked;
