package dev.companion.core.git;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The variables that git is given. */
final class GitEnvironment {
    /** Where the user keeps the configuration, and what a container adds to it ({@code safe.directory}). */
    private static final Set<String> CONFIGURATION =
            Set.of("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT");

    private GitEnvironment() {}

    /**
     * The caller's variables for reading one repository. What would lead git to another one, to another index or to another
     * diff program ({@code GIT_DIR}, {@code GIT_INDEX_FILE}, {@code GIT_EXTERNAL_DIFF} …) is left out.
     */
    static Map<String, String> reading(Map<String, String> caller) {
        Map<String, String> variables = new HashMap<>(caller);
        variables.keySet().removeIf(name -> name.startsWith("GIT_") && !isConfiguration(name));
        variables.put("GIT_OPTIONAL_LOCKS", "0");
        variables.put("GIT_TERMINAL_PROMPT", "0");
        // In a partial clone git would fetch what is missing, by programs that the repository names.
        variables.put("GIT_NO_LAZY_FETCH", "1");
        variables.put("GIT_ALLOW_PROTOCOL", "none");
        // What git says on stderr is shown, and looked at, in one language.
        variables.put("LC_ALL", "C");
        variables.remove("LANGUAGE");
        return variables;
    }

    private static boolean isConfiguration(String name) {
        return CONFIGURATION.contains(name)
                || name.startsWith("GIT_CONFIG_KEY_")
                || name.startsWith("GIT_CONFIG_VALUE_");
    }
}
