/**
 * How the end of a review looks: for people, as Markdown, as JSON, as SARIF and as annotations of a GitHub workflow.
 * What reviewers wrote is foreign text in all of them. Start with {@link dev.companion.cli.render.review.ReviewReport}
 * and {@link dev.companion.cli.render.review.ReviewOutput}.
 */
@NullMarked
package dev.companion.cli.render.review;

import org.jspecify.annotations.NullMarked;
