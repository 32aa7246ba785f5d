/**
 * What Codex is told beside the user's words: templates that a user may replace, marks around foreign text, and the shape of
 * a task. Imports {@code failure} and {@code settings}. Start with {@link dev.companion.core.prompt.TemplateFiles} and
 * {@link dev.companion.core.prompt.TaskShape}.
 */
@NullMarked
package dev.companion.core.prompt;

import org.jspecify.annotations.NullMarked;
