/** Tests of the transfer of sessions, and transcripts to transfer. */
@NullMarked
package dev.companion.core.transfer;

import org.jspecify.annotations.NullMarked;
