/**
 * What reviewers are told: templates that a user may replace, and what is put into them.
 * Imports {@code failure}, {@code json}, {@code settings}, {@code review.context} and {@code review.finding}. Start with
 * {@link dev.companion.core.review.prompt.ReviewPrompts}.
 */
@NullMarked
package dev.companion.core.review.prompt;

import org.jspecify.annotations.NullMarked;
