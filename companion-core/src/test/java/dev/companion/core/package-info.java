/** Tests of core as a whole: which package may import which. */
@NullMarked
package dev.companion.core;

import org.jspecify.annotations.NullMarked;
