package dev.companion.core.review.target;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.git.Git;
import dev.companion.core.git.GitPath;
import java.util.List;
import java.util.Optional;

/** Names of commits, looked up once: from then on there are hashes. A name is never taken for an option. */
final class References {
    private static final String REMOTE_HEAD = "refs/remotes/origin/HEAD";
    private static final String REMOTES = "refs/remotes/";
    private static final List<String> USUAL = List.of("main", "master", "trunk");
    private static final String PARENT = "parent ";

    private final Git git;

    References(Git git) {
        this.git = git;
    }

    /** A name and its commit. */
    record Found(String name, String commit) {}

    /** The full hash; empty if no commit has the name. */
    Optional<String> find(String name) {
        Git.Answer answer = git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
        return Optional.of(answer.line()).filter(hash -> answer.isGood() && isHash(hash));
    }

    private static boolean isHash(String word) {
        return word.matches("[0-9a-f]{40,64}");
    }

    /** The full hash. */
    String require(String option, String name) {
        return find(name)
                .orElseThrow(() -> new Failure(
                        FailureCode.NO_SUCH_COMMIT,
                        option + ": there is no commit " + GitPath.of(name).display(),
                        "see which there are: git branch --all, git log --oneline"));
    }

    /** The commit that is checked out; empty before the first one. */
    Optional<String> head() {
        return find("HEAD");
    }

    /** The tree without files. */
    String emptyTree() {
        return git.answer("hash-object", "-t", "tree", "/dev/null");
    }

    /** The branch that others start from, as it stands on the remote where there is one. */
    Optional<Found> defaultBranch() {
        Git.Answer remote = git.ask("symbolic-ref", "--quiet", REMOTE_HEAD);
        if (remote.isGood() && remote.line().startsWith(REMOTES)) {
            Optional<Found> found = found(remote.line());
            if (found.isPresent()) {
                return found;
            }
        }
        return USUAL.stream()
                .flatMap(name -> found(REMOTES + "origin/" + name).or(() -> found("refs/heads/" + name)).stream())
                .findFirst();
    }

    private Optional<Found> found(String reference) {
        return find(reference).map(commit -> new Found(reference.replaceFirst("refs/(?:remotes|heads)/", ""), commit));
    }

    /** Where the two parted. */
    String mergeBase(String baseName, String base, String head) {
        Git.Answer answer = git.ask("merge-base", base, head);
        if (!answer.isGood() || !isHash(answer.line())) {
            throw new Failure(
                    FailureCode.HISTORY_MISSING,
                    "there is no commit here from which both HEAD and "
                            + GitPath.of(baseName).display() + " come",
                    "fetch more history (git fetch --unshallow), or name another base: --base REF");
        }
        return answer.line();
    }

    /** The first parent; the empty tree of a first commit. */
    String parent(String commit) {
        // Not COMMIT^: the oldest commit of a shallow clone would look like a first one.
        Optional<String> parent = git.answer("cat-file", "commit", commit)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith(PARENT))
                .map(line -> line.substring(PARENT.length()))
                .findFirst();
        if (parent.isEmpty()) {
            return emptyTree();
        }
        return find(parent.get())
                .orElseThrow(() -> new Failure(
                        FailureCode.HISTORY_MISSING,
                        "the parent of " + commit.substring(0, ReviewTarget.SHORT_HASH)
                                + " is not in this shallow clone",
                        "fetch it: git fetch --deepen=1"));
    }
}
