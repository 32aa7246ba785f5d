package dev.companion.cli.command;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.JobKind;
import java.util.List;
import java.util.Optional;

/**
 * The words of a review's command line: before {@code --} the focus, behind it the paths.
 *
 * @param focus verbatim, the words joined by one blank; may be empty
 */
record ReviewWords(String focus, List<String> paths) {
    /** Reads them; Codex's own reviewer takes no focus. */
    static ReviewWords parse(Invocation invocation, JobKind kind) {
        List<String> words = invocation.words();
        int split = words.size() - invocation.wordsBehindDashes();
        String spoken = String.join(" ", words.subList(0, split));
        Optional<String> given = kind == JobKind.REVIEW ? Optional.empty() : invocation.text("--focus");
        if (given.isPresent() && split > 0) {
            throw Invocation.contradiction("--focus and a focus in words contradict", "give one of them");
        }
        String focus = given.orElse(spoken);
        if (kind == JobKind.REVIEW && split > 0) {
            throw new Failure(
                    FailureCode.BAD_VALUE,
                    "review takes no focus, and paths stand behind --",
                    "companion adversarial-review \"what you are concerned about\", or companion review -- PATH");
        }
        if (focus.indexOf('\uFFFD') >= 0 && !RawArguments.areUtf8()) {
            throw new Failure(
                    FailureCode.PROMPT_NOT_UTF8,
                    "the focus is not UTF-8, so Codex would not receive what you wrote",
                    "write it in UTF-8");
        }
        return new ReviewWords(focus, List.copyOf(words.subList(split, words.size())));
    }

    /** Without the focus. */
    @Override
    public String toString() {
        return "ReviewWords[" + focus.length() + " characters, " + paths.size() + " paths]";
    }
}
