package dev.companion.core.change;

import dev.companion.core.failure.Failure;
import dev.companion.core.git.Git;
import dev.companion.core.git.TreeState;
import dev.companion.core.git.WorkingTree;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks git about the working tree of a job that may write, before its turn and after it. Nothing that goes wrong here stops
 * the job: then the change is not known, and that is said. For one thread.
 */
public final class TreeWitness {
    private static final Duration GIT_ANSWERS_WITHIN = Duration.ofSeconds(10);

    private final JobDirectory directory;
    private final Optional<WorkingTree> tree;
    private final Map<String, String> environment;

    private TreeWitness(JobDirectory directory, Optional<WorkingTree> tree, Map<String, String> environment) {
        this.directory = directory;
        this.tree = tree;
        this.environment = environment;
    }

    /** For the job of this request; it looks at nothing if the job may not write here, or not in a working tree. */
    public static TreeWitness of(JobRequest request, JobDirectory directory, Map<String, String> environment) {
        boolean writesHere =
                request.asked().sandbox().writes() && request.asked().transport() != Transport.REMOTE;
        Optional<WorkingTree> tree = writesHere ? WorkingTree.find(Path.of(request.cwd())) : Optional.empty();
        return new TreeWitness(directory, tree, environment);
    }

    /** Before the turn. What an earlier worker of the job saw before it stands. */
    public void before() {
        if (tree.isEmpty() || TreeRecord.read(directory).isPresent()) {
            return;
        }
        keep(() -> {
            TreeState before = TreeState.of(git());
            return record(Optional.of(before), Optional.empty(), List.of(), before.complete(), Optional.empty());
        });
    }

    /** After the turn, when nothing of it runs any more. */
    public void after() {
        Optional<TreeState> before = TreeRecord.read(directory).flatMap(TreeRecord::before);
        if (tree.isEmpty() || before.isEmpty()) {
            return;
        }
        keep(() -> {
            Git git = git();
            TreeState after = TreeState.of(git);
            boolean complete = before.get().complete() && after.complete();
            List<String> changed = changed(before.get(), after, git);
            return record(before, Optional.of(after), changed, complete, Optional.empty());
        });
    }

    private Git git() {
        return Git.in(tree.orElseThrow(), environment, GIT_ANSWERS_WITHIN);
    }

    private TreeRecord record(
            Optional<TreeState> before,
            Optional<TreeState> after,
            List<String> changed,
            boolean complete,
            Optional<String> trouble) {
        return new TreeRecord(tree.orElseThrow().root().toString(), before, after, changed, complete, trouble);
    }

    private void keep(Supplier<TreeRecord> look) {
        try {
            TreeRecord seen;
            try {
                seen = look.get();
            } catch (Failure failure) {
                Optional<TreeState> before = TreeRecord.read(directory).flatMap(TreeRecord::before);
                seen = record(before, Optional.empty(), List.of(), false, Optional.of(failure.message()));
            }
            seen.write(directory);
        } catch (IOException e) {
            Logger log = LoggerFactory.getLogger(TreeWitness.class);
            log.warn("what git says of the working tree cannot be kept: {}", e.getMessage());
        }
    }

    /** What became dirty, clean or dirty in another way, and what other commits bring. */
    private static List<String> changed(TreeState before, TreeState after, Git git) {
        Collection<String> changed = new TreeSet<>();
        Collection<String> dirty = new ArrayList<>(before.dirty().keySet());
        dirty.addAll(after.dirty().keySet());
        dirty.stream()
                .filter(path ->
                        !Objects.equals(before.dirty().get(path), after.dirty().get(path)))
                .forEach(changed::add);
        if (before.head().isPresent() && after.head().isPresent() && !Objects.equals(before.head(), after.head())) {
            changed.addAll(TreeState.between(
                    git, before.head().orElseThrow(), after.head().orElseThrow()));
        }
        return List.copyOf(changed);
    }
}
