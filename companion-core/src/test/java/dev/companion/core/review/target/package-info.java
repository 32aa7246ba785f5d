/** Tests of what a review is about. */
@NullMarked
package dev.companion.core.review.target;

import org.jspecify.annotations.NullMarked;
