package dev.companion.cli.command;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a prompt comes from: the words, a file, or stdin. Every byte of it reaches Codex as it is. */
final class PromptSource {
    private static final int LARGEST = 64 * 1024 * 1024;

    private PromptSource() {}

    /** Reads it; stdin is not touched if the prompt was given in another way. */
    static String read(Invocation invocation, boolean stdinIsTerminal) {
        List<String> words = invocation.words();
        Optional<String> file = invocation.text("--prompt-file");
        if (file.isPresent() && !words.isEmpty()) {
            throw new Failure(
                    FailureCode.BAD_COMBINATION,
                    "--prompt-file and a prompt on the command line contradict",
                    "give one of them");
        }
        if (file.isPresent() && !file.get().equals("-")) {
            return requireText(decode(readFile(invocation, file.get())));
        }
        // Behind the dashes everything is verbatim, a single dash, too.
        boolean dash = words.equals(List.of("-")) && invocation.wordsBehindDashes() == 0;
        boolean fromStdin = file.isPresent() || dash || (words.isEmpty() && !stdinIsTerminal);
        if (fromStdin) {
            return requireText(decode(readAll(System.in)));
        }
        String prompt = String.join(" ", words);
        if (prompt.indexOf('\uFFFD') >= 0 && !RawArguments.areUtf8()) {
            throw notUtf8("the prompt");
        }
        return requireText(prompt);
    }

    private static byte[] readFile(Invocation invocation, String name) {
        Path path = invocation.app().directory().resolve(name);
        try (InputStream in = Files.newInputStream(path)) {
            return readAll(in);
        } catch (IOException e) {
            throw new Failure(
                    FailureCode.FILE_UNREADABLE,
                    "cannot read the prompt file " + path,
                    "check the path and its permissions",
                    e);
        }
    }

    private static byte[] readAll(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new Failure(
                        FailureCode.BAD_VALUE,
                        "the prompt is larger than 64 MiB",
                        "put the bulk into a file in the workspace and name it in the prompt");
            }
            return bytes;
        } catch (IOException e) {
            throw new Failure(FailureCode.FILE_UNREADABLE, "cannot read the prompt from stdin", "try --prompt-file", e);
        }
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notUtf8("the prompt");
        }
    }

    private static Failure notUtf8(String what) {
        return new Failure(
                FailureCode.PROMPT_NOT_UTF8,
                what + " is not UTF-8, so Codex would not receive what you wrote",
                "convert it first, for instance: iconv -t UTF-8 FILE | companion task -");
    }

    private static String requireText(String prompt) {
        if (prompt.isBlank()) {
            throw new Failure(
                    FailureCode.NO_PROMPT,
                    "there is no prompt",
                    "companion task \"what to do\", or --prompt-file FILE, or pipe it in");
        }
        return prompt;
    }
}
