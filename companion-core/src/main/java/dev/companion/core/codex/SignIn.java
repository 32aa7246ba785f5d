package dev.companion.core.codex;

import static java.util.Objects.requireNonNull;

import dev.companion.core.json.JsonObject;
import java.util.Optional;

/**
 * How Codex is signed in, as {@code account/read} tells it. Who it is is left out on purpose: nobody here needs to know.
 *
 * @param required whether the model provider wants a sign-in at OpenAI
 * @param method {@code chatgpt}, {@code apiKey}, {@code amazonBedrock}, {@code gcp}, or what newer versions add; empty
 *     without a sign-in
 * @param plan the ChatGPT plan, as Codex names it
 * @param workspaceName the ChatGPT workspace
 */
public record SignIn(boolean required, Optional<String> method, Optional<String> plan, Optional<String> workspaceName) {
    /** Requires all. */
    public SignIn {
        requireNonNull(method, "method");
        requireNonNull(plan, "plan");
        requireNonNull(workspaceName, "workspaceName");
    }

    static SignIn of(JsonObject result) {
        JsonObject account = result.object("account");
        return new SignIn(
                result.flag("requiresOpenaiAuth"),
                account.string("type"),
                account.string("planType"),
                account.string("workspaceName"));
    }

    /** Whether a sign-in is needed and there is none. */
    public boolean isMissing() {
        return required && method.isEmpty();
    }

    /** Whether it is one with a ChatGPT account, which alone has plans, Fast mode and windows of usage. */
    public boolean isChatGpt() {
        return method.equals(Optional.of("chatgpt"));
    }

    /** In words, for people. */
    public String inWords() {
        if (isChatGpt()) {
            return "ChatGPT" + plan.map(name -> " (" + name + ")").orElse("");
        }
        if (method.isEmpty()) {
            return required ? "not signed in" : "no sign-in needed";
        }
        return method.equals(Optional.of("apiKey")) ? "an API key" : method.get();
    }
}
