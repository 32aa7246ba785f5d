package dev.companion.cli.claude;

import static java.util.Objects.requireNonNull;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The plugin's own folder, where hooks leave what other hooks and commands of the same chat session need: small files that
 * only their owner can read, in one directory for each purpose. Nothing in it is a result: it may be deleted at any time.
 */
public final class PluginData {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int MOST = 200;

    private final Path directory;

    private PluginData(Path directory) {
        this.directory = directory;
    }

    /**
     * The folder that the host names to hooks, or that the plugin's first hook has named to commands.
     *
     * @throws Failure {@code NOT_IN_CLAUDE_CODE}
     */
    public static PluginData of(Environment environment) {
        Path named = environment
                .variable("CLAUDE_PLUGIN_DATA")
                .or(() -> environment.variable("COMPANION_PLUGIN_DATA"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseThrow(() -> new Failure(
                        FailureCode.NOT_IN_CLAUDE_CODE,
                        "the plugin's hooks have not run in this session",
                        "in Claude Code: see that hooks are not switched off, then begin a new session"));
        return new PluginData(named);
    }

    /**
     * A file of it.
     *
     * @param names directories and a file name, each as {@link #requireName} wants it
     */
    Path file(String... names) {
        Path path = directory;
        for (String name : names) {
            path = path.resolve(requireName(name));
        }
        return path;
    }

    /** An id that came from outside, fit for a file name; anything else is refused. */
    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new Failure(
                    FailureCode.HOOK_INPUT_INVALID,
                    "an id of the host has an unexpected form",
                    "update the plugin: it does not know this version of Claude Code");
        }
        return name;
    }

    /** Writes an object, readable for the owner only; the directories come with it. */
    void write(Path file, Map<String, @Nullable Object> object) {
        try {
            createParents(file);
            PrivateFiles.writeShared(file, out -> out.write(Json.bytes(object)));
        } catch (IOException e) {
            throw StoreFailures.of(e, file);
        }
    }

    /** Makes the directories above a file. */
    void createParents(Path file) throws IOException {
        Files.createDirectories(directory);
        Path at = directory;
        for (Path name : directory.relativize(requireNonNull(file.getParent()))) {
            at = at.resolve(name);
            PrivateFiles.createDirectory(at);
        }
    }

    /** Reads an object; empty if there is none. */
    Optional<JsonObject> read(Path file) {
        try {
            return Optional.of(Json.readObject(PrivateFiles.read(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailures.of(e, file);
        } catch (UncheckedIOException e) {
            // Cut short by a full disk: as good as not there.
            return Optional.empty();
        }
    }

    /** The entries of a directory; none if it is not there. */
    static List<Path> entries(Path of) {
        if (!Files.isDirectory(of, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(of)) {
            stream.forEach(entries::add);
            return entries;
        } catch (IOException e) {
            throw StoreFailures.of(e, of);
        }
    }

    /** Deletes what is a week old, and the oldest entries beyond two hundred; what cannot be deleted stays. */
    void clean(String purpose, Instant now) {
        List<Path> entries = new ArrayList<>(entries(directory.resolve(purpose)));
        entries.sort((one, other) -> Long.compare(changed(other), changed(one)));
        long oldest = now.minus(KEPT).toEpochMilli();
        for (int i = 0; i < entries.size(); i++) {
            if (i >= MOST || changed(entries.get(i)) < oldest) {
                delete(entries.get(i));
            }
        }
    }

    private static long changed(Path entry) {
        try {
            return Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Deletes a file, or a directory with the files in it. */
    static void delete(Path entry) {
        try {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                entries(entry).forEach(PluginData::delete);
            }
            Files.deleteIfExists(entry);
        } catch (IOException e) {
            // Another session may be doing the same; what is left is found again next time.
            return;
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
