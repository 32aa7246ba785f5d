/**
 * The launcher script, started for real: in copies of its tree with a probe in the program's place, and as it was built.
 * Imports nothing of the project: what the script promises holds whatever the program does.
 * Start with {@link dev.companion.cli.launcher.LauncherTree}.
 */
@NullMarked
package dev.companion.cli.launcher;

import org.jspecify.annotations.NullMarked;
