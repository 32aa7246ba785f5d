/** Tests of private files: modes, links, atomic replacement. */
@NullMarked
package dev.companion.core.files;

import org.jspecify.annotations.NullMarked;
