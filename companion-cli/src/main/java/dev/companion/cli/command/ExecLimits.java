package dev.companion.cli.command;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Sandbox;
import dev.companion.core.job.Transport;
import java.util.regex.Pattern;

/** What a task cannot have over the transport {@code exec}; each is a usage error. */
final class ExecLimits {
    private static final String REMEDY = "add --transport direct";
    /** As {@code codex exec} counts, which is more than what counts as nothing elsewhere. */
    private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}*");

    private ExecLimits() {}

    static void check(TaskRequest request) {
        if (request.asked().transport() != Transport.EXEC) {
            return;
        }
        if (request.thread().fork()) {
            throw contradiction("--fork cannot be had over transport exec", REMEDY + ", or leave --fork out");
        }
        if (request.network() && request.asked().sandbox() == Sandbox.READ_ONLY) {
            throw contradiction(
                    "--network has no effect in a read-only sandbox over transport exec", REMEDY + ", or --write");
        }
        if (WHITE_SPACE.matcher(request.prompt().text()).matches()) {
            throw new Failure(
                    FailureCode.NO_PROMPT, "the prompt is nothing but white space", "say what to do, or " + REMEDY);
        }
    }

    private static Failure contradiction(String what, String remedy) {
        return new Failure(FailureCode.BAD_COMBINATION, what, remedy);
    }
}
