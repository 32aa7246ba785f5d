package dev.companion.cli.setup;

import dev.companion.core.codex.CodexConfiguration;
import dev.companion.core.codex.CodexInstallation;
import dev.companion.core.codex.ModelEntry;
import dev.companion.core.codex.RateLimits;
import dev.companion.core.codex.SignIn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What Codex told of itself; empty is what it did not tell.
 *
 * @param installation the program, if it is there and new enough
 * @param handshake how long it took to answer first
 * @param sandboxWorks whether a command ran in its sandbox
 */
record CodexFacts(
        Optional<CodexInstallation> installation,
        Optional<Duration> handshake,
        Optional<SignIn> signIn,
        Optional<CodexConfiguration> configuration,
        Optional<RateLimits> limits,
        List<ModelEntry> models,
        Optional<Boolean> sandboxWorks) {
    /** Before anything was asked. */
    static final CodexFacts NONE = new CodexFacts(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());

    /** Copies. */
    CodexFacts {
        models = List.copyOf(models);
    }

    /** The model that a job gets if nobody asks for one. */
    Optional<ModelEntry> usualModel() {
        Optional<String> configured = configuration.flatMap(CodexConfiguration::model);
        return models.stream()
                .filter(model -> configured.map(model.id()::equals).orElse(model.isDefault()))
                .findFirst();
    }

    /** Whether Fast mode can be had with this sign-in and the usual model; empty if that is not known. */
    Optional<Boolean> offersFastMode() {
        return signIn.map(account -> account.isChatGpt()
                && usualModel().map(model -> model.offers(ModelEntry.FAST)).orElse(true));
    }
}
