/** Tests of what can be said of a receipt. */
@NullMarked
package dev.companion.core.verification;

import org.jspecify.annotations.NullMarked;
