/**
 * The job store: H2 between processes by short sessions under one lock, and a read model that answers without it.
 * The only package with {@code java.sql}; imports {@code failure}, {@code job} and {@code json} of core.
 * Start with {@link dev.companion.db.JdbcJobStore}, then {@code StoreSessions}; docs/schema.md has the tables,
 * the files and what to do to change them.
 */
@NullMarked
package dev.companion.db;

import org.jspecify.annotations.NullMarked;
