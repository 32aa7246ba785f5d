/**
 * What git knows of a directory: the working tree, found without git; and git itself, run so that nothing in the repository
 * makes it run anything else.
 * Imports {@code failure} and {@code process}. Start with {@link dev.companion.core.git.WorkingTree} and
 * {@link dev.companion.core.git.Git}.
 */
@NullMarked
package dev.companion.core.git;

import org.jspecify.annotations.NullMarked;
