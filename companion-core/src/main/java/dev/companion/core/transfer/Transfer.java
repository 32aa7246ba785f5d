package dev.companion.core.transfer;

/**
 * A session that is a thread of Codex now.
 *
 * @param alreadyImported whether it was one before, with nothing new since
 */
public record Transfer(String threadId, ClaudeSession session, boolean alreadyImported) {
    /** The command that goes on with it in Codex itself. */
    public String resumeCommand() {
        return "codex resume " + threadId;
    }
}
