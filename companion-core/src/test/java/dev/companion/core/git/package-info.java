/** Tests that compare what we read of git with what git says. */
@NullMarked
package dev.companion.core.git;

import org.jspecify.annotations.NullMarked;
