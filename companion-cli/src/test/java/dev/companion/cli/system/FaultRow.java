package dev.companion.cli.system;

/**
 * A row of a table of faults.
 *
 * @param name what goes wrong
 * @param task a {@code task --json} that meets it
 * @param verdict what must be said of it
 */
record FaultRow(String name, Cli task, Verdict verdict) {}
