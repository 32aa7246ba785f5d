package dev.companion.core.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Reads {@code git diff --raw --no-abbrev -z --patch}: first the names of all files, then their patches. Memory holds the
 * names and one patch up to the size that the caller will keep, whatever the sizes of the files and of their lines.
 */
public final class DiffReader {
    /** Before the patches. */
    public static final List<String> OPTIONS = List.of(
            "--raw",
            "--no-abbrev",
            "-z",
            "--patch",
            "--unified=3",
            "--inter-hunk-context=0",
            "--find-renames",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-relative",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "--submodule=short",
            "--ignore-submodules=dirty");

    private static final byte[] FILE = "diff --git ".getBytes(StandardCharsets.US_ASCII);
    private static final char UNMERGED_STATUS = 'U';
    private static final byte[] UNMERGED = "* Unmerged path ".getBytes(StandardCharsets.US_ASCII);

    private final Pieces in;
    private final LongSupplier keepAtMost;
    private final Consumer<FilePatch> files;
    private final List<FileChange> changes = new ArrayList<>();
    private int at = -1;
    private PatchSection section = PatchSection.none();

    private DiffReader(InputStream in, LongSupplier keepAtMost, Consumer<FilePatch> files) {
        this.in = new Pieces(in);
        this.keepAtMost = keepAtMost;
        this.files = files;
    }

    /**
     * Reads to the end.
     *
     * @param keepAtMost asked before each file: how many bytes of its patch are wanted at most
     * @param files gets every file once, in the order of the diff
     * @throws IOException if it cannot be read, or is not such a diff
     */
    public static void read(InputStream in, LongSupplier keepAtMost, Consumer<FilePatch> files) throws IOException {
        DiffReader reader = new DiffReader(in, keepAtMost, files);
        reader.names();
        reader.patches();
    }

    private void names() throws IOException {
        for (Optional<byte[]> record = in.field(); record.isPresent(); record = in.field()) {
            if (record.orElseThrow().length == 0) {
                return;
            }
            changes.add(change(new String(record.orElseThrow(), StandardCharsets.ISO_8859_1)));
        }
    }

    /** {@code :100644 100644 HASH HASH M}, and a NUL before each name. */
    private FileChange change(String record) throws IOException {
        String[] words = record.split(" ", -1);
        if (words.length != 5 || !record.startsWith(":") || words[4].isEmpty()) {
            throw new IOException("a line of git diff --raw is not as it was to be expected");
        }
        char status = words[4].charAt(0);
        int before = Integer.parseInt(words[0].substring(1), 8);
        int after = Integer.parseInt(words[1], 8);
        GitPath first = name();
        boolean moved = status == 'R' || status == 'C';
        GitPath path = moved ? name() : first;
        return new FileChange(status, path, moved ? Optional.of(first) : Optional.empty(), after == 0 ? before : after);
    }

    private GitPath name() throws IOException {
        return GitPath.of(in.field().orElseThrow(() -> new IOException("git diff --raw ends in the middle")));
    }

    private void patches() throws IOException {
        while (in.nextPiece()) {
            if (!section.isInLines() && in.startsWith(FILE)) {
                begin();
            } else if (!section.isInLines() && in.startsWith(UNMERGED)) {
                // Its own file of the names, and without a patch.
                section.endLines();
                continue;
            }
            section.take(in);
        }
        finishUntil(changes.size());
    }

    /** The file that the header names; a second header of the same file (another type) belongs to the same section. */
    private void begin() {
        int next = at >= 0 && names(changes.get(at)) ? at : find(at + 1);
        if (next == at) {
            section.endLines();
            return;
        }
        finishUntil(next);
        at = next;
        section = PatchSection.upTo(keepAtMost.getAsLong());
    }

    private int find(int from) {
        for (int i = from; i < changes.size(); i++) {
            if (names(changes.get(i))) {
                return i;
            }
        }
        // Another git may quote in another way; the order is the same.
        return Math.min(from, changes.size() - 1);
    }

    private boolean names(FileChange change) {
        if (change.status() == UNMERGED_STATUS) {
            return false;
        }
        byte[] before =
                QuotedName.inPatch("a/", change.from().orElse(change.path()).toBytes());
        byte[] after = QuotedName.inPatch("b/", change.path().toBytes());
        byte[] header = Arrays.copyOf(FILE, FILE.length + before.length + 1 + after.length);
        System.arraycopy(before, 0, header, FILE.length, before.length);
        header[FILE.length + before.length] = ' ';
        System.arraycopy(after, 0, header, FILE.length + before.length + 1, after.length);
        return in.isLine(header);
    }

    /** Hands over the current file, and those without a patch after it. */
    private void finishUntil(int next) {
        if (at >= 0) {
            files.accept(section.of(changes.get(at)));
        }
        for (int i = at + 1; i < next; i++) {
            files.accept(PatchSection.none().of(changes.get(i)));
        }
        section = PatchSection.none();
        at = next;
    }
}
