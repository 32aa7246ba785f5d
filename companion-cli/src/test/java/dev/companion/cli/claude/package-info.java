/** Tests of the program's side of the Claude Code plugin, and of the plugin's own files. */
@NullMarked
package dev.companion.cli.claude;

import org.jspecify.annotations.NullMarked;
