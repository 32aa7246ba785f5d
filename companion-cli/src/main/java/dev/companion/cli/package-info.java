/**
 * Where the program starts, and how its parts are put together.
 * Start with {@link dev.companion.cli.Main}, then {@link dev.companion.cli.app.App}.
 */
@NullMarked
package dev.companion.cli;

import org.jspecify.annotations.NullMarked;
