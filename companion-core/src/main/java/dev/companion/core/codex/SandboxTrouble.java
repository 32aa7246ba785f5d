package dev.companion.core.codex;

import java.util.regex.Pattern;

/** Tells a sandbox that cannot start from a command that failed in it, by the words of the programs that make it. */
public final class SandboxTrouble {
    /** Bubblewrap's own complaints; that it did not find the program in the sandbox is the command's failure. */
    private static final Pattern BUBBLEWRAP = Pattern.compile("(?m)^bwrap: (?!execvp )");

    private static final String NO_BUBBLEWRAP = "requires bubblewrap to isolate";

    private SandboxTrouble() {}

    /** Whether a command that failed and said this never ran. */
    public static boolean isToldBy(String output) {
        return BUBBLEWRAP.matcher(output).find() || output.contains(NO_BUBBLEWRAP);
    }
}
