package dev.companion.core.transfer;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which Claude Code keeps its sessions: {@code projects/PROJECT/SESSION.jsonl} below {@code CLAUDE_CONFIG_DIR},
 * else {@code ~/.claude}. Nothing outside of it is ever handed to Codex, whatever links say. Immutable.
 */
public final class ClaudeProjects {
    private static final String ENDING = ".jsonl";
    /** It becomes the name of a file. */
    private static final Pattern SESSION_ID = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_-]{0,127}");

    private static final String REMEDY = "name one of the sessions there: companion transfer --session ID";

    private final Path folder;

    private ClaudeProjects(Path folder) {
        this.folder = folder;
    }

    /**
     * The folder of this environment.
     *
     * @throws Failure {@code NO_SUCH_SESSION} if there is none
     */
    public static ClaudeProjects of(Environment environment) {
        Path configured = environment
                .variable("CLAUDE_CONFIG_DIR")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .or(() -> environment.home().map(home -> home.resolve(".claude")))
                .map(directory -> directory.resolve("projects"))
                .orElseThrow(() -> new Failure(
                        FailureCode.NO_SUCH_SESSION,
                        "there is no home directory to look for sessions of Claude Code in",
                        "set HOME, or CLAUDE_CONFIG_DIR to the directory of Claude Code"));
        try {
            return new ClaudeProjects(configured.toRealPath());
        } catch (IOException e) {
            throw new Failure(
                    FailureCode.NO_SUCH_SESSION,
                    "Claude Code has no sessions here: there is no folder " + configured,
                    "set CLAUDE_CONFIG_DIR if Claude Code keeps them elsewhere",
                    e);
        }
    }

    /** The folder itself, without any link in its path. */
    public Path folder() {
        return folder;
    }

    /**
     * The session of that id.
     *
     * @throws Failure {@code NO_SUCH_SESSION}, {@code AMBIGUOUS_SESSION} if it lies in more than one project, or as
     *     {@link #ofFile}
     */
    public ClaudeSession ofId(String id) {
        if (!SESSION_ID.matcher(id).matches()) {
            throw new Failure(
                    FailureCode.NO_SUCH_SESSION,
                    "that is no id of a session of Claude Code: letters, digits and dashes",
                    "see which there are: ls " + folder);
        }
        List<Path> found = files(id + ENDING);
        if (found.isEmpty()) {
            throw new Failure(
                    FailureCode.NO_SUCH_SESSION, "Claude Code has no session " + id + " below " + folder, REMEDY);
        }
        if (found.size() > 1) {
            throw new Failure(
                    FailureCode.AMBIGUOUS_SESSION,
                    "the session " + id + " lies in " + found.size() + " projects of Claude Code",
                    "name the file of one: companion transfer --source " + found.get(0));
        }
        return ofFile(found.get(0));
    }

    private List<Path> files(String name) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> projects = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path project : projects) {
                Path file = project.resolve(name);
                if (Files.exists(file)) {
                    files.add(file);
                }
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        files.sort(null);
        return files;
    }

    /**
     * The session of that transcript.
     *
     * @param file absolute
     * @throws Failure {@code NO_SUCH_SESSION} if there is no such file, {@code SESSION_OUTSIDE} if it does not lie in the
     *     folder once all links are followed, {@code SESSION_UNUSABLE} if it is no transcript, {@code FILE_UNREADABLE}
     */
    public ClaudeSession ofFile(Path file) {
        Path real = real(file);
        if (!real.startsWith(folder)) {
            throw new Failure(
                    FailureCode.SESSION_OUTSIDE,
                    real + " does not lie in the folder of Claude Code's sessions, " + folder,
                    "only sessions that Claude Code wrote are transferred; " + REMEDY);
        }
        String name = real.getFileName().toString();
        if (!name.endsWith(ENDING) || !Files.isRegularFile(real)) {
            throw new Failure(
                    FailureCode.SESSION_UNUSABLE, real + " is no session of Claude Code: not a .jsonl file", REMEDY);
        }
        if (!Files.isReadable(real)) {
            throw unreadable(real, null);
        }
        return new ClaudeSession(real, name.substring(0, name.length() - ENDING.length()));
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new Failure(FailureCode.NO_SUCH_SESSION, "there is no session file " + file, REMEDY, e);
        }
    }

    private static Failure unreadable(Path path, @Nullable IOException cause) {
        return new Failure(
                FailureCode.FILE_UNREADABLE, "cannot read " + path, "check the path and its permissions", cause);
    }
}
