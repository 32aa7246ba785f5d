package dev.companion.core.codex;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How Codex is to work on a thread. The approval policy is always {@code never}: nobody is there to be asked.
 *
 * @param cwd absolute
 * @param sandbox {@code read-only}, {@code workspace-write} or {@code danger-full-access}
 * @param writableRoots further directories, absolute; only with {@code workspace-write}
 * @param network whether commands may use the network; full access always may
 */
public record ThreadSettings(
        String cwd,
        String sandbox,
        List<String> writableRoots,
        boolean network,
        Optional<String> model,
        Optional<String> serviceTier) {
    /** Nobody is there to be asked. */
    static final String APPROVAL_POLICY = "never";

    /** Requires all. */
    public ThreadSettings {
        requireNonNull(cwd, "cwd");
        requireNonNull(sandbox, "sandbox");
        writableRoots = List.copyOf(writableRoots);
        requireNonNull(model, "model");
        requireNonNull(serviceTier, "serviceTier");
    }

    /** Not the record's own, which makes a dozen classes the first time: every worker compares these before its turn. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ThreadSettings settings
                && cwd.equals(settings.cwd)
                && sandbox.equals(settings.sandbox)
                && writableRoots.equals(settings.writableRoots)
                && network == settings.network
                && model.equals(settings.model)
                && serviceTier.equals(settings.serviceTier);
    }

    @Override
    public int hashCode() {
        int hash = 31 * cwd.hashCode() + sandbox.hashCode();
        hash = 31 * hash + writableRoots.hashCode();
        hash = 31 * hash + Boolean.hashCode(network);
        hash = 31 * hash + model.hashCode();
        return 31 * hash + serviceTier.hashCode();
    }

    /** The {@code sandboxPolicy} of {@code turn/start}: camel case there. */
    public Map<String, @Nullable Object> sandboxPolicy() {
        Map<String, @Nullable Object> policy = new LinkedHashMap<>();
        policy.put("type", sandboxType());
        if (sandbox.equals("workspace-write")) {
            policy.put("writableRoots", writableRoots);
            policy.put("excludeTmpdirEnvVar", false);
            policy.put("excludeSlashTmp", false);
        }
        if (!hasFullAccess()) {
            policy.put("networkAccess", network);
        }
        return policy;
    }

    /** Whether there is no sandbox at all. */
    public boolean hasFullAccess() {
        return sandbox.equals("danger-full-access");
    }

    /** The sandbox as policies spell it. */
    public String sandboxType() {
        return switch (sandbox) {
            case "read-only" -> "readOnly";
            case "workspace-write" -> "workspaceWrite";
            case "danger-full-access" -> "dangerFullAccess";
            default -> throw new IllegalArgumentException("unknown sandbox: " + sandbox);
        };
    }
}
