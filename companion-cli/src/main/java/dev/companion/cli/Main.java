package dev.companion.cli;

import dev.companion.cli.terminal.Terminal;
import dev.companion.core.settings.Environment;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the program starts. */
public final class Main {
    /** The launcher's word for the caller's LC_ALL, which it replaced so that arguments arrive as UTF-8. */
    private static final String CALLER_LC_ALL = "COMPANION_CALLER_LC_ALL";

    private Main() {}

    /** Runs one command and leaves with its exit code. */
    public static void main(String[] arguments) {
        OutputStream stdout = new FileOutputStream(FileDescriptor.out);
        OutputStream stderr = new FileOutputStream(FileDescriptor.err);
        Environment environment = environment();
        Terminal terminal = Terminal.of(stdout, stderr, environment, System.getProperty("companion.tty", ""));
        int exit = Companion.run(List.of(arguments), environment, terminal).code();
        terminal.flush();
        // All that is to be kept is on disk by now: without this, ending the virtual machine takes ten times as long.
        Runtime.getRuntime().halt(exit);
    }

    private static Environment environment() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        String callerLcAll = variables.remove(CALLER_LC_ALL);
        if (callerLcAll != null) {
            if (callerLcAll.isEmpty()) {
                variables.remove("LC_ALL");
            } else {
                variables.put("LC_ALL", callerLcAll);
            }
        }
        boolean missing = Boolean.getBoolean("companion.cwd.missing");
        Optional<Path> directory =
                missing ? Optional.empty() : Optional.of(Path.of("").toAbsolutePath());
        Optional<Path> home =
                Optional.of(Path.of(System.getProperty("user.home", ""))).filter(Path::isAbsolute);
        return new Environment(variables, directory, home);
    }
}
