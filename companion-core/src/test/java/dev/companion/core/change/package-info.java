/** Tests that compare our view of a change with git's. */
@NullMarked
package dev.companion.core.change;

import org.jspecify.annotations.NullMarked;
