package dev.companion.cli.demo;

import dev.companion.core.offline.Script;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the demonstration asks for, what the offline model answers, and what must have come of it. */
final class DemoScript {
    /** The file of the scratch project. */
    static final String FILE = "greet.sh";

    static final String BEFORE = "#!/bin/sh\necho \"Hello, nobody!\"\n";
    static final String AFTER = "#!/bin/sh\necho \"Hello, ${1:-world}!\"\n";
    static final String CHANGED_LINE = "+echo \"Hello, ${1:-world}!\"";
    static final String ANSWER =
            "greet.sh greets its first argument now, and the world without one. I ran it both ways.";

    // Longer than the head of a prompt that listings show, so that they do not show the script after it.
    static final String WRITE_TASK =
            "greet.sh greets nobody. Make it greet whoever its first argument names, or else the"
                    + " world, and show that it does.";
    static final String LONG_TASK =
            "Wait for a build that takes ten minutes and say how it went. Nobody will see it done:"
                    + " this job is cancelled.";

    private static final String PATCH = """
            *** Begin Patch
            *** Update File: greet.sh
            @@
             #!/bin/sh
            -echo "Hello, nobody!"
            +echo "Hello, ${1:-world}!"
            *** End Patch
            """;

    private DemoScript() {}

    /** A turn that runs a command, applies a patch and runs a command again. */
    static String writePrompt() {
        return Script.of()
                .together(Script.of().reason("**Looking at greet.sh**").exec("sh greet.sh Ada"))
                .plan(plan("in_progress", "pending"))
                .patch(PATCH)
                .exec("sh greet.sh Ada && sh greet.sh")
                .plan(plan("completed", "completed"))
                .say(ANSWER)
                .inPrompt(WRITE_TASK);
    }

    private static Map<String, String> plan(String first, String second) {
        Map<String, String> plan = new LinkedHashMap<>();
        plan.put("greet by name", first);
        plan.put("run it both ways", second);
        return plan;
    }

    /** A turn whose command outlasts everybody's patience. */
    static String longPrompt() {
        return Script.of()
                .exec("exec sleep 600", Duration.ofMinutes(10))
                .say("The build is done.")
                .inPrompt(LONG_TASK);
    }
}
