/**
 * The JSON Schemas of what the commands print, kept as resources beside this package.
 * Start with {@link dev.companion.cli.schema.Schemas}.
 */
@NullMarked
package dev.companion.cli.schema;

import org.jspecify.annotations.NullMarked;
