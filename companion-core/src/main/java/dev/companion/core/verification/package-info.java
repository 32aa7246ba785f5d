/**
 * Whether a receipt is true: by its MAC, by what is stored, and by what Codex's own thread says. Imports jobs and workers;
 * changes nothing. Start with {@link dev.companion.core.verification.Verifier}.
 */
@NullMarked
package dev.companion.core.verification;

import org.jspecify.annotations.NullMarked;
