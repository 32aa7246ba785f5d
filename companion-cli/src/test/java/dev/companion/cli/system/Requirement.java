package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** What a test needs of the machine it runs on. Missing, it aborts the test with the reason, or fails it where it is required. */
enum Requirement {
    /** Linux namespaces without privileges. */
    NAMESPACES("COMPANION_TEST_NAMESPACES"),
    /** A second user to be: root may. */
    OTHER_USER("COMPANION_TEST_OTHER_USER"),
    /** libfaketime. */
    FAKE_CLOCK("COMPANION_TEST_CLOCK"),
    /** An MCP client of others. */
    MCP_CLIENT("COMPANION_TEST_MCP_CLIENT");

    private final String variable;

    Requirement(String variable) {
        this.variable = variable;
    }

    /** Goes on if it is there. */
    void check(boolean isThere, String otherwise) {
        if (isThere) {
            return;
        }
        if ("required".equals(System.getenv(variable))) {
            fail(otherwise + " (" + variable + "=required)");
        }
        abort(otherwise);
    }
}
