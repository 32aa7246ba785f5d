package dev.companion.bench;

import dev.companion.core.git.GitRepository;
import dev.companion.core.review.context.ContextBudget;
import dev.companion.core.review.context.ContextCollector;
import dev.companion.core.review.context.Fence;
import dev.companion.core.review.target.ReviewTarget;
import dev.companion.core.review.target.TargetChoice;
import dev.companion.core.review.target.TargetOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code REPOSITORY SCOPE RUNS ARGUMENTS…}: collects the context of a change, and reads what {@code git diff ARGUMENTS} writes, in turn.
 * Prints a line for each pair, the first one cold: milliseconds of git, milliseconds of the collection.
 */
final class CollectMain {
    private CollectMain() {}

    public static void main(String[] arguments) throws IOException {
        GitRepository repository = GitRepository.at(Path.of(arguments[0]));
        ReviewTarget target = new TargetChoice(repository.git(), repository.root())
                .choose(TargetOptions.parse(Optional.of(arguments[1]), Optional.empty(), Optional.empty(), List.of()));
        List<String> diff = new ArrayList<>(List.of("git", "diff"));
        diff.addAll(List.of(arguments).subList(3, arguments.length));
        for (int n = 0; n < Integer.parseInt(arguments[2]); n++) {
            double git = milliseconds(() -> run(diff, repository.root()));
            double collection = milliseconds(() -> collect(repository, target));
            System.out.println(git + " " + collection);
        }
    }

    private static void collect(GitRepository repository, ReviewTarget target) {
        new ContextCollector(repository.git(), ContextBudget.DEFAULT, Fence.random()).collect(target);
    }

    private static void run(List<String> command, Path directory) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().clear();
            builder.environment().putAll(GitRepository.environment());
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            Process process = builder.start();
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
            int exitCode = process.onExit().join().exitValue();
            if (exitCode != 0) {
                throw new IllegalStateException(command + " ended with " + exitCode);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double milliseconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }
}
