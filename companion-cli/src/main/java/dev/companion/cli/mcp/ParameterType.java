package dev.companion.cli.mcp;

/** What the value of an argument is in JSON. */
enum ParameterType {
    TEXT("string", "a string"),
    FLAG("boolean", "true or false"),
    COUNT("integer", "a whole number, not negative"),
    TEXTS("array", "a list of strings");

    private final String schemaName;
    private final String words;

    ParameterType(String schemaName, String words) {
        this.schemaName = schemaName;
        this.words = words;
    }

    /** In a JSON Schema. */
    String schemaName() {
        return schemaName;
    }

    /** For people. */
    String words() {
        return words;
    }
}
