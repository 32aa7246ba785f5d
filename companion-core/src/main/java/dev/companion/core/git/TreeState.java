package dev.companion.core.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What git says of a working tree at one moment.
 *
 * @param head the commit that is checked out; empty before the first one
 * @param branch empty on a detached HEAD
 * @param dirty what differs from that commit or is not in it, without what is ignored: its path below the root, and how it is
 *     there ({@code XY size time} with the two letters of {@code git status}), so that a second change can be told from the first
 * @param complete false if there is more than is kept
 */
public record TreeState(Optional<String> head, Optional<String> branch, Map<String, String> dirty, boolean complete) {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_FILES = 5000;
    /** Two letters and a blank stand before the path. */
    private static final int PATH_AT = 3;

    /** Copies. */
    public TreeState {
        dirty = Map.copyOf(dirty);
    }

    /**
     * Looks at the tree now; takes no lock and writes nothing.
     *
     * @throws dev.companion.core.failure.Failure if git does not answer
     */
    public static TreeState of(Git git) {
        Git.Answer head = git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
        Git.Answer branch = git.ask("symbolic-ref", "--quiet", "--short", "HEAD");
        Names names = names(git, List.of("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all"));
        Map<String, String> dirty = new TreeMap<>();
        for (String entry : names.names()) {
            if (entry.length() > PATH_AT) {
                String path = entry.substring(PATH_AT);
                dirty.put(path, entry.substring(0, 2) + " " + stamp(git.root(), path));
            }
        }
        return new TreeState(said(head), said(branch), dirty, names.complete());
    }

    private static Optional<String> said(Git.Answer answer) {
        return answer.isGood() ? Optional.of(answer.line()) : Optional.empty();
    }

    /** The paths that two commits have otherwise, at most as many as are kept of a state. */
    public static List<String> between(Git git, String before, String after) {
        return names(git, List.of("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", before, after, "--"))
                .names();
    }

    private record Names(List<String> names, boolean complete) {}

    private static Names names(Git git, List<String> arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        git.readWorkingTree(arguments, stdout -> output.writeBytes(stdout.readNBytes(MOST_BYTES + 1)));
        boolean complete = output.size() <= MOST_BYTES;
        List<String> names = new ArrayList<>(List.of(output.toString(UTF_8).split("\0")));
        if (!complete) {
            // The last one may be cut.
            names.remove(names.size() - 1);
        }
        names.removeIf(String::isEmpty);
        if (names.size() > MOST_FILES) {
            return new Names(List.copyOf(names.subList(0, MOST_FILES)), false);
        }
        return new Names(names, complete);
    }

    private static String stamp(Path root, String path) {
        try {
            BasicFileAttributes file =
                    Files.readAttributes(root.resolve(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return file.size() + " " + file.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        } catch (IOException | InvalidPathException e) {
            return "gone";
        }
    }
}
