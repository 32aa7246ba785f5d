package dev.companion.cli.claude;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.cli.app.App;
import dev.companion.core.failure.Failure;
import dev.companion.core.git.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** A mark of a working tree that changes with HEAD and with every file that is not as in HEAD. */
final class WorkingTreeMark {
    private WorkingTreeMark() {}

    /** The mark; empty if git cannot tell. */
    static Optional<String> of(App app) {
        try {
            Git git = app.git();
            String head = git.ask("rev-parse", "--verify", "--quiet", "HEAD").line();
            String status = git.answer("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames");
            MessageDigest sum = MessageDigest.getInstance("SHA-256");
            sum.update(head.getBytes(UTF_8));
            for (String entry : status.split("\0", -1)) {
                sum.update((entry + "\0"
                                + (entry.length() > 3 ? facts(git.root().resolve(entry.substring(3))) : "") + "\0")
                        .getBytes(UTF_8));
            }
            return Optional.of(HexFormat.of().formatHex(sum.digest()));
        } catch (Failure | NoSuchAlgorithmException e) {
            return Optional.empty(); // Then the review itself will say what is wrong.
        }
    }

    private static String facts(Path file) {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return facts.size() + " " + facts.lastModifiedTime().toInstant();
        } catch (IOException e) {
            return "gone";
        }
    }
}
