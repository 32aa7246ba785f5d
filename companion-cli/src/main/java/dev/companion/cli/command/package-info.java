/**
 * The subcommands, one class each: what it takes, and one call of what does it.
 * Start with {@link dev.companion.cli.command.CommandTable}.
 */
@NullMarked
package dev.companion.cli.command;

import org.jspecify.annotations.NullMarked;
