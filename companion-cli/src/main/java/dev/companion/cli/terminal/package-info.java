/**
 * The only way to stdout and stderr.
 * Imports core only. Start with {@link dev.companion.cli.terminal.Terminal}.
 */
@NullMarked
package dev.companion.cli.terminal;

import org.jspecify.annotations.NullMarked;
