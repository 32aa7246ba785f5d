/**
 * Streaming JSON without data binding: cheap enough for a command that lives for a tenth of a second.
 * Imports nothing of the project. Start with {@link dev.companion.core.json.Json}.
 */
@NullMarked
package dev.companion.core.json;

import org.jspecify.annotations.NullMarked;
