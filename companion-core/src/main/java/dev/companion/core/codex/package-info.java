/**
 * The Codex CLI: finding it, and its app-server protocol as typed calls and a fold over its notifications.
 * Imports {@code failure}, {@code files}, {@code json}, {@code process}, {@code rpc} and {@code settings}, never {@code job}.
 * Start with {@link dev.companion.core.codex.CodexClient} and {@link dev.companion.core.codex.TurnCollector}.
 */
@NullMarked
package dev.companion.core.codex;

import org.jspecify.annotations.NullMarked;
