/** Tests with real processes: identities, marks, trees, detached starts. */
@NullMarked
package dev.companion.core.process;

import org.jspecify.annotations.NullMarked;
