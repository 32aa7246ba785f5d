package dev.companion.core.review.context;

import dev.companion.core.git.Fields;
import dev.companion.core.git.Git;
import dev.companion.core.git.GitPath;
import dev.companion.core.review.target.Pathspecs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads untracked files, which nobody has decided to share yet: what looks like a secret is not shown, and no link is
 * followed out of the working tree.
 */
final class UntrackedContents {
    /** As much as git looks at to tell text from binary. */
    private static final int LOOKED_AT = 8000;

    private final Git git;
    private final Contents contents;
    private final FileList files;
    private final int mostOfOne;

    UntrackedContents(Git git, Contents contents, FileList files, int mostOfOne) {
        this.git = git;
        this.contents = contents;
        this.files = files;
        this.mostOfOne = mostOfOne;
    }

    /** One call of git. */
    void collect(List<GitPath> paths) {
        List<String> arguments = new ArrayList<>(List.of("ls-files", "-z", "--others", "--exclude-standard"));
        arguments.addAll(Pathspecs.arguments(paths));
        git.readWorkingTree(arguments, stdout -> Fields.read(stdout, name -> files.add(file(GitPath.of(name)))));
    }

    private ContextFile file(GitPath path) {
        Optional<Path> place = path.under(git.root());
        long size = 0;
        try {
            if (place.isPresent()) {
                BasicFileAttributes found =
                        Files.readAttributes(place.orElseThrow(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                size = found.size();
                Optional<Omission> reason = reason(path, found);
                return ContextFile.untracked(path, size, reason.isPresent() ? reason : show(path, place.orElseThrow()));
            }
            return ContextFile.untracked(
                    path, 0, Optional.of(SecretShapes.isName(path) ? Omission.SECRET : Omission.NAME_NOT_UTF8));
        } catch (IOException e) {
            return ContextFile.untracked(path, size, Optional.of(Omission.UNREADABLE));
        }
    }

    /** Why it is not even opened. */
    private Optional<Omission> reason(GitPath path, BasicFileAttributes found) {
        if (SecretShapes.isName(path)) {
            return Optional.of(Omission.SECRET);
        }
        if (found.isSymbolicLink()) {
            return Optional.of(Omission.SYMLINK);
        }
        // To open a pipe is to wait for a writer. A directory is a repository of its own.
        if (!found.isRegularFile()) {
            return Optional.of(Omission.NOT_A_FILE);
        }
        if (found.size() > mostOfOne) {
            return Optional.of(Omission.TOO_LARGE);
        }
        return found.size() > contents.room() ? Optional.of(Omission.BUDGET) : Optional.empty();
    }

    /** Shows it, or says why not. */
    private Optional<Omission> show(GitPath path, Path place) throws IOException {
        // The tree may change while we look: a directory that has become a link leads elsewhere.
        Path parent = place.getParent();
        if (parent == null || !parent.toRealPath().equals(parent)) {
            return Optional.of(Omission.SYMLINK);
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(place, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(mostOfOne + 1);
        }
        if (bytes.length > mostOfOne) {
            return Optional.of(Omission.TOO_LARGE);
        }
        if (isBinary(bytes)) {
            return Optional.of(Omission.BINARY);
        }
        Optional<String> text = ReplacedText.strict(bytes);
        if (text.isEmpty()) {
            return Optional.of(Omission.NOT_UTF8);
        }
        return show(path, text.orElseThrow());
    }

    private Optional<Omission> show(GitPath path, String text) {
        if (SecretShapes.isIn(text)) {
            return Optional.of(Omission.SECRET);
        }
        String whole = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        return contents.add("untracked file: " + path.display(), whole)
                ? Optional.empty()
                : Optional.of(Omission.BUDGET);
    }

    private static boolean isBinary(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, LOOKED_AT); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
