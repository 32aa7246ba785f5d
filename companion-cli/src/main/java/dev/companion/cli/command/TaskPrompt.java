package dev.companion.cli.command;

import dev.companion.core.job.Sandbox;
import dev.companion.core.prompt.TaskShape;
import dev.companion.core.prompt.TemplateFiles;
import java.util.Optional;

/**
 * What Codex receives of a task, and what of it the user wrote.
 *
 * @param written the user's words, where the text is more than those
 */
record TaskPrompt(String text, Optional<String> written) {
    /** The value of {@code --shape} that also shapes on a thread that has a history. */
    static final String ALWAYS = "always";
    /** The value of a {@code --shape} without one. */
    static final String ON_NEW_THREADS = "new";

    /**
     * What the shape of a prompt depends on.
     *
     * @param isOldThread whether it is for a thread with a history
     * @param hasSchema whether the answer has to follow a schema
     */
    record Circumstances(Sandbox sandbox, boolean isOldThread, boolean hasSchema) {}

    /** Reads the words and shapes them if that was asked for; throws a usage failure. */
    static TaskPrompt read(Invocation invocation, Circumstances circumstances) {
        boolean shape = isShapeWanted(invocation, circumstances.isOldThread());
        String words = PromptSource.read(invocation, invocation.terminal().inIsTerminal());
        if (!shape) {
            return new TaskPrompt(words, Optional.empty());
        }
        String text = new TaskShape(TemplateFiles.of(invocation.app().environment()))
                .around(words, circumstances.sandbox().writes(), circumstances.hasSchema());
        return new TaskPrompt(text, Optional.of(words));
    }

    private static boolean isShapeWanted(Invocation invocation, boolean isOldThread) {
        Optional<String> wanted = invocation.text("--shape");
        wanted.filter(value -> !value.equals(ALWAYS) && !value.equals(ON_NEW_THREADS))
                .ifPresent(value -> {
                    throw Invocation.badValue("--shape", value, "give --shape or --shape=always");
                });
        // A thread that goes on has been told how to work, and the same blocks again would drown what is new.
        if (isOldThread && wanted.filter(ON_NEW_THREADS::equals).isPresent()) {
            throw Invocation.contradiction(
                    "--shape is for a new thread, and this one has a history",
                    "leave it out, or give --shape=always to shape this prompt, too");
        }
        return wanted.isPresent();
    }

    /** Without the words. */
    @Override
    public String toString() {
        return text.length() + " characters" + (written.isPresent() ? ", shaped" : "");
    }
}
