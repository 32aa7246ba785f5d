/** Tests of the templates and of what is put into them. */
@NullMarked
package dev.companion.core.prompt;

import org.jspecify.annotations.NullMarked;
