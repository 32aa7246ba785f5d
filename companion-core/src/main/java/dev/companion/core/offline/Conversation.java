package dev.companion.core.offline;

import dev.companion.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What a request tells about its turn. The whole state of a script is in the request itself, so that one model can
 * serve many turns at once and goes on after it was restarted.
 *
 * @param userText the last text of the user, exactly as received
 * @param script the script in it
 * @param answeredCalls how many tool calls of the turn have been answered since
 */
record Conversation(String userText, Optional<String> script, int answeredCalls) {
    // Codex sends these as user messages, too; they are not what the user said.
    private static final List<String> CONTEXT_MARKS = List.of(
            "<environment_context>",
            "<turn_aborted>",
            "<user_instructions>",
            "<permissions",
            "# AGENTS.md instructions");

    static Conversation of(JsonObject body) {
        String userText = "";
        Optional<String> script = Optional.empty();
        int answered = 0;
        for (JsonObject item : body.objects("input")) {
            if (item.string("type").orElse("").endsWith("_call_output")) {
                answered++;
            } else if (item.string("role").equals(Optional.of("user"))) {
                String text = textOf(item);
                Optional<String> found = ScriptText.in(text);
                if (found.isEmpty() && isContext(text)) {
                    continue;
                }
                userText = text;
                script = found;
                answered = 0;
            }
        }
        return new Conversation(userText, script, answered);
    }

    /** The same with this script, if what the user said has none. */
    Conversation orElse(Optional<String> otherwise) {
        return new Conversation(userText, script.or(() -> otherwise), answeredCalls);
    }

    private static boolean isContext(String text) {
        return CONTEXT_MARKS.stream().anyMatch(text::startsWith);
    }

    private static String textOf(JsonObject message) {
        StringBuilder text = new StringBuilder();
        for (JsonObject part : message.objects("content")) {
            part.string("text").ifPresent(text::append);
        }
        return text.toString();
    }

    /** Sizes only: the text is a prompt. */
    @Override
    public String toString() {
        return "Conversation[" + userText.length() + " characters, " + answeredCalls + " calls answered]";
    }
}
