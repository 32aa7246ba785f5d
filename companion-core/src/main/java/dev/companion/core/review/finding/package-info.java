/**
 * What a review found and what may be concluded from it: findings, the verdict, the comparison with an earlier review.
 * Imports {@code job} and {@code json}. Start with {@link dev.companion.core.review.finding.ReviewReading}.
 */
@NullMarked
package dev.companion.core.review.finding;

import org.jspecify.annotations.NullMarked;
