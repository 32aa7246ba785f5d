/**
 * The demonstration: the whole life of two jobs with the real Codex and the built-in offline model, in one private
 * directory that is gone afterwards. It runs the same commands as a user, in this process; the workers are real.
 * Imports {@code app}, {@code render}, {@code terminal} and core. Start with {@link dev.companion.cli.demo.Demo}.
 */
@NullMarked
package dev.companion.cli.demo;

import org.jspecify.annotations.NullMarked;
