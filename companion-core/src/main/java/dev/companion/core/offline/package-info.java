/**
 * The built-in offline model: a loopback server that answers the real Codex by a script in the prompt, and the private
 * Codex home that points at it. The demonstration and the tests use the same one; no account, no network.
 * Imports {@code json} and {@code failure}. Start with {@link dev.companion.core.offline.OfflineModel}.
 */
@NullMarked
package dev.companion.core.offline;

import org.jspecify.annotations.NullMarked;
