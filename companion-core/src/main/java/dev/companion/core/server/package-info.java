/**
 * The resident Codex: one app-server for each environment, found or started by workers, watched and stopped by its keeper.
 * Imports {@code codex}, {@code failure}, {@code files}, {@code job}, {@code json}, {@code process}, {@code rpc} and
 * {@code settings}. Start with {@link dev.companion.core.server.ResidentServers} and
 * {@link dev.companion.core.server.Keeper}.
 */
@NullMarked
package dev.companion.core.server;

import org.jspecify.annotations.NullMarked;
