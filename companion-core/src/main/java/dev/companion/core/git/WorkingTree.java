package dev.companion.core.git;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A git working tree, found as {@code git rev-parse --show-toplevel --git-common-dir} finds it, without starting git:
 * every {@code status} needs it, and a process costs more than the rest of that command.
 *
 * @param root the top level, absolute and real
 * @param commonDirectory the same for all worktrees of one repository, absolute and real
 */
public record WorkingTree(Path root, Path commonDirectory) {
    private static final String GITDIR = "gitdir:";
    private static final int LONGEST_POINTER = 8192;

    /** Requires all. */
    public WorkingTree {
        requireNonNull(root, "root");
        requireNonNull(commonDirectory, "commonDirectory");
    }

    /** The working tree that holds the directory; empty outside of any, also inside a {@code .git} directory. */
    public static Optional<WorkingTree> find(Path directory) {
        try {
            Path start = directory.toRealPath();
            for (Path at = start; at != null; at = at.getParent()) {
                if (isGitDirectory(at)) {
                    return Optional.empty();
                }
                Optional<WorkingTree> here = at(at);
                if (here.isPresent()) {
                    return here;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            // Not readable is, for our purpose, not a repository.
            return Optional.empty();
        }
    }

    private static Optional<WorkingTree> at(Path directory) throws IOException {
        Path dotGit = directory.resolve(".git");
        if (Files.isDirectory(dotGit)) {
            return isGitDirectory(dotGit)
                    ? Optional.of(new WorkingTree(directory, common(dotGit.toRealPath())))
                    : Optional.empty();
        }
        if (!Files.isRegularFile(dotGit)) {
            return Optional.empty();
        }
        String pointer = firstLine(dotGit);
        if (!pointer.startsWith(GITDIR)) {
            return Optional.empty();
        }
        Path gitDirectory = directory.resolve(pointer.substring(GITDIR.length()).strip());
        if (!Files.isDirectory(gitDirectory)) {
            return Optional.empty();
        }
        return Optional.of(new WorkingTree(directory, common(gitDirectory.toRealPath())));
    }

    private static Path common(Path gitDirectory) throws IOException {
        Path pointer = gitDirectory.resolve("commondir");
        if (!Files.isRegularFile(pointer)) {
            return gitDirectory;
        }
        return gitDirectory.resolve(firstLine(pointer)).toRealPath();
    }

    private static boolean isGitDirectory(Path directory) {
        return Files.exists(directory.resolve("HEAD"))
                && Files.isDirectory(directory.resolve("objects"))
                && Files.isDirectory(directory.resolve("refs"));
    }

    private static String firstLine(Path file) throws IOException {
        if (Files.size(file) > LONGEST_POINTER) {
            return "";
        }
        return Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .strip();
    }
}
