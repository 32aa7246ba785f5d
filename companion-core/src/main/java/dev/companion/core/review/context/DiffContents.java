package dev.companion.core.review.context;

import dev.companion.core.git.DiffReader;
import dev.companion.core.git.FileChange;
import dev.companion.core.git.FilePatch;
import dev.companion.core.git.Git;
import dev.companion.core.review.target.TargetDiff;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Reads the diffs of a target: every file is counted, and shown as long as there is room. */
final class DiffContents {
    private static final char ADDED = 'A';
    private static final char UNMERGED = 'U';

    private final Git git;
    private final Contents contents;
    private final FileList files;

    DiffContents(Git git, Contents contents, FileList files) {
        this.git = git;
        this.contents = contents;
        this.files = files;
    }

    /** One call of git for each diff. */
    void collect(List<TargetDiff> diffs) {
        for (TargetDiff diff : diffs) {
            if (diff.part().inWorkingTree()) {
                git.readWorkingTree(diff.arguments(), stdout -> read(diff.part(), stdout));
            } else {
                git.read(diff.arguments(), stdout -> read(diff.part(), stdout));
            }
        }
    }

    private void read(TargetDiff.Part part, InputStream stdout) throws IOException {
        DiffReader.read(stdout, contents::room, patch -> files.add(file(part, patch)));
    }

    private ContextFile file(TargetDiff.Part part, FilePatch patch) {
        Optional<Omission> omission = omission(part, patch);
        if (omission.isPresent()) {
            return ContextFile.left(part, patch, omission.orElseThrow());
        }
        if (patch.patch().isEmpty()) {
            return ContextFile.left(part, patch, tooMuch(patch));
        }
        ReplacedText text = ReplacedText.of(patch.patch().orElseThrow());
        // What was committed is known already to whoever can read the repository; what is new is as an untracked file
        // is.
        if (part.inWorkingTree() && patch.change().status() == ADDED && SecretShapes.isIn(text.text())) {
            return ContextFile.left(part, patch, Omission.SECRET);
        }
        String title = part.title() + ": " + patch.change().path().display();
        return contents.add(title, text.text())
                ? ContextFile.shown(part, patch, text.replaced())
                : ContextFile.left(part, patch, tooMuch(patch));
    }

    private static Optional<Omission> omission(TargetDiff.Part part, FilePatch patch) {
        FileChange change = patch.change();
        boolean secretName = SecretShapes.isName(change.path())
                || change.from().filter(SecretShapes::isName).isPresent();
        if (part.inWorkingTree() && secretName) {
            return Optional.of(Omission.SECRET);
        }
        if (change.status() == UNMERGED) {
            return Optional.of(Omission.CONFLICT);
        }
        return patch.binary() ? Optional.of(Omission.BINARY) : Optional.empty();
    }

    private Omission tooMuch(FilePatch patch) {
        return patch.bytes() > contents.limit() ? Omission.TOO_LARGE : Omission.BUDGET;
    }
}
