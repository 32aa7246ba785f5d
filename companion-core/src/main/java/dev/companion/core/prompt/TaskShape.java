package dev.companion.core.prompt;

import java.util.Map;

/**
 * Puts a task into blocks: the user's words, unchanged, and then how to answer, to go on, to verify, to stay with what was
 * seen and, where files may be changed, what not to touch. The same words make the same prompt. Immutable.
 */
public final class TaskShape {
    private final TemplateFiles templates;

    /** Shapes with these templates. */
    public TaskShape(TemplateFiles templates) {
        this.templates = templates;
    }

    /**
     * The prompt.
     *
     * @param words what the user wrote, not blank; it stands in the prompt character by character
     * @param writes whether the task may change files
     * @param hasSchema whether the final message has to follow an output schema
     * @throws dev.companion.core.failure.Failure {@code CONFIG_INVALID} if a user's own template cannot be used
     */
    public String around(String words, boolean writes, boolean hasSchema) {
        String output = templates
                .load(hasSchema ? Template.TASK_OUTPUT_SCHEMA : Template.TASK_OUTPUT)
                .filled(Map.of())
                .stripTrailing();
        return templates
                .load(writes ? Template.TASK_WRITE : Template.TASK_READ_ONLY)
                .filled(Map.of("task", DataBlock.of("task", words), "output_contract", output));
    }
}
