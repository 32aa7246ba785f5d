package dev.companion.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program in a Java of its own, for what can only be seen from outside. */
final class ChildProgram {
    private ChildProgram() {}

    /** Reads what it prints while it runs. */
    @FunctionalInterface
    interface Reader {
        void read(InputStream stdout) throws IOException;
    }

    /** Runs it on the state directory of the sandbox and returns its exit code. */
    static int run(Sandbox sandbox, List<String> javaFlags, List<String> arguments, Reader reader) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(sandbox.workspace().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(sandbox.environment().variables());
        Process process = builder.start();
        try (InputStream stdout = process.getInputStream()) {
            reader.read(stdout);
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }
}
