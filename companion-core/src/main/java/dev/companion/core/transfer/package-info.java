/**
 * A session of Claude Code becomes a thread of Codex: where sessions lie, which of them may be read, Codex's own import and
 * what it remembers of earlier ones. Imports {@code codex}, {@code failure}, {@code files}, {@code json}, {@code rpc} and
 * {@code settings}. Start with {@link dev.companion.core.transfer.SessionTransfer}.
 */
@NullMarked
package dev.companion.core.transfer;

import org.jspecify.annotations.NullMarked;
