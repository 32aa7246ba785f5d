/** Tests of the connection, its framing and its channels. */
@NullMarked
package dev.companion.core.rpc;

import org.jspecify.annotations.NullMarked;
