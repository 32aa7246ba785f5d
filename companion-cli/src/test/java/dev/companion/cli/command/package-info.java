/**
 * The commands, tested in this process.
 */
@NullMarked
package dev.companion.cli.command;

import org.jspecify.annotations.NullMarked;
