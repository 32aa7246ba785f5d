/** Tests of receipts and of the key that signs them. */
@NullMarked
package dev.companion.core.receipt;

import org.jspecify.annotations.NullMarked;
