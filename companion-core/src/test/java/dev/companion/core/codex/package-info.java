/**
 * The test kit around Codex: the real one, found and started, and a scripted one that misbehaves as told.
 * Published as this module's test-jar. Imports {@code json} and {@code offline}.
 * Start with {@link dev.companion.core.codex.ScriptedCodex} and {@link dev.companion.core.codex.RealCodex}.
 */
@NullMarked
package dev.companion.core.codex;

import org.jspecify.annotations.NullMarked;
