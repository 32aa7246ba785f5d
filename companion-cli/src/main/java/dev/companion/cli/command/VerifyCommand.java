package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.demo.DirectoryTree;
import dev.companion.cli.render.VerifyOutput;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.Job;
import dev.companion.core.receipt.ReceiptText;
import dev.companion.core.verification.ThreadCheck;
import dev.companion.core.verification.Verification;
import dev.companion.core.verification.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** {@code verify}: whether the receipt of a result is true, by its MAC, by what is stored, and by Codex's own thread. */
final class VerifyCommand implements Command {
    private static final int LONGEST = 8 * 1024 * 1024;

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.words("JOB|RECEIPT|-", "a job, a text with a receipt in it, or - for one on stdin"));
        spec.addOption(Options.flag("by what is stored alone: Codex is not asked", "--stored"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON);
        List<String> words = invocation.requireWords("JOB, a receipt or -");
        App app = invocation.app();
        Function<Verifier, Verification> question = question(app, words);
        Verification verification = invocation.flag("--stored")
                ? question.apply(app.verifier(ThreadCheck.none()))
                : withCodex(app, question);
        new VerifyOutput(invocation.terminal(), format).print(verification);
        return verification.verdict().exitCode();
    }

    private static Function<Verifier, Verification> question(App app, List<String> words) {
        String text = words.equals(List.of("-")) ? stdin() : String.join(" ", words);
        if (words.size() > 1 || words.get(0).equals("-") || ReceiptText.isIn(text)) {
            return verifier -> verifier.ofText(text);
        }
        Job job = app.references().resolve(text);
        if (job.isActive()) {
            throw ResultCommand.pending(job);
        }
        return verifier -> verifier.ofJob(job);
    }

    private static Verification withCodex(App app, Function<Verifier, Verification> question) {
        Path scratch = scratch();
        try {
            return question.apply(app.verifier(ThreadCheck.by(app.threadReader(), scratch)));
        } finally {
            DirectoryTree.delete(scratch);
        }
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("companion-verify", PrivateFiles.directoryAttributes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is no UTF-8 in it is no part of a receipt. */
    private static String stdin() {
        try {
            byte[] bytes = System.in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new Failure(
                        FailureCode.BAD_VALUE, "the text on stdin is larger than 8 MiB", "give it the receipt alone");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure(
                    FailureCode.FILE_UNREADABLE, "cannot read from stdin", "name a job: companion verify JOB", e);
        }
    }
}
