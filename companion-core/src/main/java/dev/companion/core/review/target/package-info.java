/**
 * What a review is about: chosen from what the user asked for, labelled, told to Codex, kept.
 * Imports {@code failure}, {@code git} and {@code json}. Start with {@link dev.companion.core.review.target.ReviewTarget}
 * and {@link dev.companion.core.review.target.TargetChoice}.
 */
@NullMarked
package dev.companion.core.review.target;

import org.jspecify.annotations.NullMarked;
