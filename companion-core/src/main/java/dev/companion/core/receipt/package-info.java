/**
 * Receipts: what a job came to, signed with a key that stays in the state directory, as one line that survives a chat.
 * Knows nothing of jobs; who they are about comes as fields. Start with {@link dev.companion.core.receipt.Receipt}.
 */
@NullMarked
package dev.companion.core.receipt;

import org.jspecify.annotations.NullMarked;
