/**
 * What a job that may write did to its working tree: git's view before and after, beside what Codex says. Imports git and
 * jobs. Start with {@link dev.companion.core.change.TreeWitness}.
 */
@NullMarked
package dev.companion.core.change;

import org.jspecify.annotations.NullMarked;
