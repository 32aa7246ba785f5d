/** Tests of {@code review.context}. */
@NullMarked
package dev.companion.core.review.context;

import org.jspecify.annotations.NullMarked;
