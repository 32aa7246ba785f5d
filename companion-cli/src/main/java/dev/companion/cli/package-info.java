/**
 * The entry point of the command line.
 * May import everything in core and db; nothing imports it.
 * Start with {@link dev.companion.cli.Main}.
 */
@NullMarked
package dev.companion.cli;

import org.jspecify.annotations.NullMarked;
