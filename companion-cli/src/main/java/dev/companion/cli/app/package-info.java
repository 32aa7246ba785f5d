/**
 * Puts the parts of the program together.
 * Imports {@code terminal} and all of core and db. Start with {@link dev.companion.cli.app.App}.
 */
@NullMarked
package dev.companion.cli.app;

import org.jspecify.annotations.NullMarked;
