package dev.companion.core.review.prompt;

import dev.companion.core.json.Json;
import dev.companion.core.prompt.DataBlock;
import dev.companion.core.prompt.Template;
import dev.companion.core.prompt.TemplateFiles;
import dev.companion.core.review.context.LeftOut;
import dev.companion.core.review.context.ReviewContext;
import dev.companion.core.review.finding.ReviewSchema;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The prompts of an adversarial review. Immutable. */
public final class ReviewPrompts {
    private static final int LONGEST_REASON = 500;

    private final TemplateFiles templates;

    /** Makes them of these templates. */
    public ReviewPrompts(TemplateFiles templates) {
        this.templates = templates;
    }

    /**
     * What is reviewed, in words for the reviewer.
     *
     * @param target a line: the working tree, a branch against its base, a commit
     * @param focus what the user is most concerned about, verbatim, may be empty
     * @param context the diff, or how to read it
     * @param leftOut a line for each thing that is not in the context, and why
     */
    public record Subject(String target, String focus, String context, List<String> leftOut) {
        /** Copies. */
        public Subject {
            leftOut = List.copyOf(leftOut);
        }

        /** A change as it was collected. */
        public static Subject of(ReviewContext context, String focus) {
            return new Subject(
                    context.summary(), focus, context.guidance() + "\n" + context.material(), LeftOut.lines(context));
        }

        /** Without its texts: they are a prompt. */
        @Override
        public String toString() {
            return "Subject[" + context.length() + " characters]";
        }
    }

    /**
     * Reads the templates, to see whether they can be used.
     *
     * @throws dev.companion.core.failure.Failure {@code CONFIG_INVALID} if one cannot
     */
    public void check() {
        for (Template template : List.of(Template.ADVERSARIAL_REVIEW, Template.ASK_FOR_JSON)) {
            templates.load(template);
        }
    }

    /**
     * The prompt of the review. Its output schema is {@link ReviewSchema#forModel}; the prompt names every key, too, because
     * some model providers never see the schema.
     *
     * @throws dev.companion.core.failure.Failure {@code CONFIG_INVALID} if a user's own template cannot be used
     */
    public String adversarial(Subject subject) {
        String leftOut =
                subject.leftOut().stream().map(line -> "- " + line + "\n").collect(Collectors.joining());
        return templates
                .load(Template.ADVERSARIAL_REVIEW)
                .filled(Map.of(
                        "target", DataBlock.of("target", subject.target()),
                        "focus", DataBlock.of("focus", subject.focus()),
                        "context", DataBlock.of("context", subject.context()),
                        "left_out", DataBlock.of("left-out", leftOut),
                        "schema", schema()));
    }

    /**
     * The prompt of the one turn that asks for the JSON.
     *
     * @param reason what was wrong with the answer, one line
     * @throws dev.companion.core.failure.Failure {@code CONFIG_INVALID} if a user's own template cannot be used
     */
    public String askForJson(String reason) {
        String line = reason.replaceAll("\\s+", " ");
        String head = line.substring(0, Math.min(LONGEST_REASON, line.length()));
        return templates.load(Template.ASK_FOR_JSON).filled(Map.of("reason", head, "schema", schema()));
    }

    private static String schema() {
        return "```json\n" + Json.text(ReviewSchema.forModel().fields()) + "\n```";
    }
}
