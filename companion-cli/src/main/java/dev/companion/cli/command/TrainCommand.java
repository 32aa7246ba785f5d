package dev.companion.cli.command;

import dev.companion.core.failure.ExitCode;
import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code train WHAT DIR}, hidden: what the launcher runs while it records a class-data archive, in a directory that the
 * launcher deletes. {@code prepare} leaves jobs in it; {@code read}, {@code write}, {@code work} and {@code keep} do
 * with them what that role does.
 */
final class TrainCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.words("WHAT DIR", "prepare, read, write, work or keep; where"));
        spec.usageMessage().hidden(true);
    }

    @Override
    public ExitCode run(Invocation invocation) {
        List<String> words = invocation.words();
        if (words.size() != 2) {
            throw Invocation.contradiction("train is for the launcher", "there is nothing to train by hand");
        }
        Path directory = Path.of(words.get(1)).toAbsolutePath();
        try {
            PrivateFiles.createDirectory(directory);
        } catch (IOException e) {
            return ExitCode.FAILED;
        }
        train(new Training(directory, invocation.app().runner()), words.get(0));
        return ExitCode.OK;
    }

    /** An archive with less in it is better than none: what does not work here is left out. */
    private static void train(Training training, String what) {
        switch (what) {
            case "prepare" -> training.prepare();
            case "read" -> training.read();
            case "write" -> training.write();
            case "work" -> training.work();
            case "keep" -> training.keep();
            default -> throw Invocation.badValue("train", what, "prepare, read, write, work or keep");
        }
    }
}
