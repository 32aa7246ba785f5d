package dev.companion.core.job;

import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;

/** The final output of a job, written whole before the job is recorded as completed. */
public final class OutputFile {
    private OutputFile() {}

    /** Writes the final output durably and drops the partial one. */
    public static void write(JobDirectory directory, PrivateFiles.Content content) throws IOException {
        PrivateFiles.writeDurably(directory.output(), content);
        Files.deleteIfExists(directory.partialOutput());
    }

    /** Makes what there is of a message the output, for a job that ends without a final one. */
    public static void keepPartial(JobDirectory directory) throws IOException {
        if (Files.isRegularFile(directory.partialOutput()) && !Files.exists(directory.output())) {
            Files.move(directory.partialOutput(), directory.output(), StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
