/** Tests of the job's record, its files and its use cases, and the fakes for them. */
@NullMarked
package dev.companion.core.job;

import org.jspecify.annotations.NullMarked;
