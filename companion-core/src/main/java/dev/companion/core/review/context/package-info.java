/**
 * What a reviewer is shown of a change: as much of it as a budget of bytes holds, and a list of what it does not.
 * Imports {@code git}, {@code json} and {@code review.target}. Start with
 * {@link dev.companion.core.review.context.ContextCollector}.
 */
@NullMarked
package dev.companion.core.review.context;

import org.jspecify.annotations.NullMarked;
