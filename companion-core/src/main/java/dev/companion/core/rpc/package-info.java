/**
 * JSON-RPC 2.0 as Codex speaks it: one JSON message a line or a WebSocket text, requests in both directions,
 * notifications in order.
 * Imports {@code files} and {@code json}. Start with {@link dev.companion.core.rpc.RpcConnection}.
 */
@NullMarked
package dev.companion.core.rpc;

import org.jspecify.annotations.NullMarked;
