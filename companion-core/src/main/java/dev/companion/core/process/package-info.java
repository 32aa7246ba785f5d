/**
 * Everything that starts, identifies or kills a process.
 * Imports {@code failure}. Start with {@link dev.companion.core.process.DetachedStart}.
 */
@NullMarked
package dev.companion.core.process;

import org.jspecify.annotations.NullMarked;
