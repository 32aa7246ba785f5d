package dev.companion.core.worker;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.ModelEntry;
import dev.companion.core.codex.SignIn;
import dev.companion.core.job.Ending;
import dev.companion.core.job.EventType;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.Reason;
import dev.companion.core.json.Json;
import dev.companion.core.rpc.RpcFailure;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the user asked for of speed, model and effort, held against what Codex offers. A tier that cannot be had ends the
 * job before its turn, unless the standard one will do; an unknown model or effort is only warned of, because Codex's list
 * may be behind. For one thread.
 */
final class Wishes {
    private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);

    private final JobRequest request;
    private final Journal journal;
    private Optional<String> tier;

    Wishes(JobRequest request, Journal journal) {
        this.request = request;
        this.journal = journal;
        this.tier = request.asked().serviceTier();
    }

    /** The tier to ask Codex for; empty is Codex's own setting. */
    Optional<String> tier() {
        return tier;
    }

    /** Holds the tier against the sign-in; an ending if the job cannot go on. */
    Optional<Ending> check(SignIn signIn) {
        if (signIn.isChatGpt() || !tier.equals(Optional.of(ModelEntry.FAST))) {
            return Optional.empty();
        }
        String why = "Fast mode takes a sign-in with ChatGPT, and Codex works with " + signIn.inWords();
        return giveUpTier(why, Reason.AUTH, "sign in: codex login, or leave --fast out");
    }

    /**
     * Holds tier and effort against the model that Codex took.
     *
     * @param model as Codex says
     */
    Optional<Ending> check(CodexClient client, Optional<String> model) {
        if (model.isEmpty()
                || (tier.isEmpty()
                        && request.asked().model().isEmpty()
                        && request.asked().effort().isEmpty())) {
            return Optional.empty();
        }
        List<ModelEntry> models = models(client);
        Optional<ModelEntry> entry =
                models.stream().filter(known -> known.id().equals(model.get())).findFirst();
        if (entry.isEmpty()) {
            if (!models.isEmpty() && request.asked().model().isPresent()) {
                warn("Codex does not list the model " + model.get() + "; going on with it");
            }
            return Optional.empty();
        }
        request.asked().effort().ifPresent(effort -> checkEffort(entry.get(), effort));
        Optional<String> missing = tier.filter(name -> !entry.get().offers(name));
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        List<String> tiers = entry.get().serviceTiers();
        String why = "the model " + model.get() + " is not served in the tier " + missing.get() + ", only in "
                + (tiers.isEmpty() ? "the standard one" : "the standard one and " + String.join(", ", tiers));
        return giveUpTier(why, Reason.MODEL, "name another model: --model, or leave the tier out");
    }

    private List<ModelEntry> models(CodexClient client) {
        try {
            return client.models();
        } catch (RpcFailure failure) {
            LOG.info("{} failed: {}", failure.method(), failure.kind());
            return List.of();
        }
    }

    private void checkEffort(ModelEntry model, String effort) {
        if (!model.efforts().isEmpty() && !model.efforts().contains(effort)) {
            warn("the model " + model.id() + " does not list the effort " + effort + ", only "
                    + String.join(", ", model.efforts()) + "; going on with it");
        }
    }

    private Optional<Ending> giveUpTier(String why, Reason reason, String remedy) {
        if (!request.tierOptional()) {
            return Optional.of(Ending.because(reason, why + "; " + remedy));
        }
        tier = Optional.of(ModelEntry.STANDARD_TIER);
        warn(why + "; going on in the standard tier");
        return Optional.empty();
    }

    private void warn(String message) {
        journal.event(EventType.WARNING, Json.fields("message", message));
    }
}
