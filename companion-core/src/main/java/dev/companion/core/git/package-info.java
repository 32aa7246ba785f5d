/**
 * What git knows of a directory.
 * Imports nothing of the project. Start with {@link dev.companion.core.git.WorkingTree}.
 */
@NullMarked
package dev.companion.core.git;

import org.jspecify.annotations.NullMarked;
