package dev.companion.core.review.context;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.git.GitRepository;
import java.nio.file.Files;
import java.nio.file.Path;

/** Collects a context in a Java of its own: {@code REPOSITORY SCOPE OUTPUT}. */
final class LargeChangeMain {
    private LargeChangeMain() {}

    /** Writes what was collected into a file. */
    public static void main(String[] arguments) throws Exception {
        ReviewContext context = ContextFixture.collect(
                GitRepository.at(Path.of(arguments[0])),
                ContextFixture.options(arguments[1], null, null),
                ContextBudget.DEFAULT);
        String result = String.join(
                "\n",
                context.inclusion().name(),
                Long.toString(context.fileCount()),
                Integer.toString(context.material().getBytes(UTF_8).length),
                context.summary());
        Files.writeString(Path.of(arguments[2]), result);
    }
}
