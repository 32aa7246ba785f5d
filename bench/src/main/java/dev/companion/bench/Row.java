package dev.companion.bench;

/**
 * One line of the table.
 *
 * @param what what was measured
 * @param measured with its unit
 * @param ratio to what it is compared with, in words
 * @param goal what it should be
 * @param met whether it is
 */
record Row(String what, String measured, String ratio, String goal, boolean met) {}
