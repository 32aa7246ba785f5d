/** Tests of settings, their sources and their order. */
@NullMarked
package dev.companion.core.settings;

import org.jspecify.annotations.NullMarked;
