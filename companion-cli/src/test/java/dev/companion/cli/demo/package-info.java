/**
 * The demonstration through the launcher, with the real Codex.
 * Start with {@link dev.companion.cli.demo.DemoIT}.
 */
@NullMarked
package dev.companion.cli.demo;

import org.jspecify.annotations.NullMarked;
