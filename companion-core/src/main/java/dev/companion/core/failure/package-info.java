/**
 * What can go wrong, foreseen: every failure has a code, words, a remedy and an exit code.
 * Imports nothing of the project. Start with {@link dev.companion.core.failure.Failure}.
 */
@NullMarked
package dev.companion.core.failure;

import org.jspecify.annotations.NullMarked;
