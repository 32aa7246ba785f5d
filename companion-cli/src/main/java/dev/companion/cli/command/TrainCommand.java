package dev.companion.cli.command;

import dev.companion.cli.demo.DirectoryTree;
import dev.companion.core.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** {@code train}, hidden: what the launcher runs once while it records the class-data archive. */
final class TrainCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.usageMessage().hidden(true);
    }

    @Override
    public ExitCode run(Invocation invocation) {
        try {
            Path directory = Training.createDirectory();
            // The first user may lose patience: an archive is made again, a directory would stay.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> DirectoryTree.delete(directory), "train-cleaner"));
            try {
                // An archive with less in it is better than none.
                new Training(directory, invocation.app().runner()).run();
            } finally {
                DirectoryTree.delete(directory);
            }
        } catch (IOException e) {
            return ExitCode.FAILED;
        }
        return ExitCode.OK;
    }
}
