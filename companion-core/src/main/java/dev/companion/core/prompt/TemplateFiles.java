package dev.companion.core.prompt;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.settings.Environment;
import dev.companion.core.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where templates come from: {@code prompts/NAME.md} beside the user's {@code config.toml}, else this program. Never from
 * the repository: what Codex works on must not write its instructions.
 */
public final class TemplateFiles {
    private static final int LARGEST = 256 * 1024;

    private final Optional<Path> directory;

    /**
     * Looks into a directory, which need not exist.
     *
     * @param directory empty: there are only those of this program
     */
    public TemplateFiles(Optional<Path> directory) {
        this.directory = directory;
    }

    /** Looks beside the user's configuration file. */
    public static TemplateFiles of(Environment environment) {
        return new TemplateFiles(Settings.userFile(environment).map(file -> file.resolveSibling("prompts")));
    }

    /**
     * The template.
     *
     * @throws Failure {@code CONFIG_INVALID} if the user's file cannot be read, or has other placeholders than it must have
     */
    public TemplateText load(Template template) {
        Optional<Path> replaced =
                directory.map(place -> place.resolve(template.fileName())).filter(Files::exists);
        return replaced.isPresent() ? own(replaced.get(), template) : builtIn(template);
    }

    private static TemplateText own(Path file, Template template) {
        TemplateText text = new TemplateText(read(file));
        String faults = text.faults(template);
        if (!faults.isEmpty()) {
            throw invalid(file, faults, "put it in, or move the file aside");
        }
        return text;
    }

    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw invalid(file, "it is larger than " + LARGEST / 1024 + " KiB", "make it shorter");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid(file, "it is not UTF-8", "save it as UTF-8");
        } catch (IOException e) {
            throw invalid(file, "it cannot be read", "check its permissions");
        }
    }

    private static Failure invalid(Path file, String what, String remedy) {
        return new Failure(FailureCode.CONFIG_INVALID, "the prompt template " + file + ": " + what, remedy);
    }

    private static TemplateText builtIn(Template template) {
        try (InputStream in = TemplateFiles.class.getResourceAsStream(template.fileName())) {
            if (in == null) {
                throw new IllegalStateException(template.fileName() + " is missing from this program");
            }
            return new TemplateText(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
