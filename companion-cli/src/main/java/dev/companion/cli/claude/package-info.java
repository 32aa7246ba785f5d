/**
 * The program's side of the Claude Code plugin: what its hooks are told and answer, and the command lines that a user typed there. May import the
 * composition root, the rendering and core, and no command. Start with {@link dev.companion.cli.claude.Hooks} and
 * {@link dev.companion.cli.claude.TypedCommands}.
 */
@NullMarked
package dev.companion.cli.claude;

import org.jspecify.annotations.NullMarked;
