/**
 * What reviewers are told: what is put into the templates.
 * Imports {@code json}, {@code prompt}, {@code review.context} and {@code review.finding}. Start with
 * {@link dev.companion.core.review.prompt.ReviewPrompts}.
 */
@NullMarked
package dev.companion.core.review.prompt;

import org.jspecify.annotations.NullMarked;
