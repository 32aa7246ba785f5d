package dev.companion.cli.demo;

import dev.companion.core.codex.CodexInstallation;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.OfflineModel;
import dev.companion.core.settings.Environment;
import dev.companion.core.settings.Setting;
import java.util.HashMap;
import java.util.Map;

/** What this program was started in, without anything that leads to the user's own jobs, Codex or git. */
final class DemoEnvironment {
    private DemoEnvironment() {}

    static Environment of(Environment outer, CodexInstallation codex, OfflineModel model, DemoPlace place) {
        Map<String, String> variables = new HashMap<>(outer.variables());
        for (Setting setting : Setting.values()) {
            variables.keySet().removeAll(setting.variables());
        }
        variables
                .keySet()
                .removeIf(name -> name.startsWith("GIT_") || name.startsWith("XDG_") || name.startsWith("CODEX_"));
        OfflineCodexHome.create(place.codexHome(), model.baseUrl()).applyTo(variables);
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        variables.put("COMPANION_HOME", place.state().toString());
        // The first job of a resident Codex is slower than one of its own.
        variables.put("COMPANION_TRANSPORT", "direct");
        variables.put("COMPANION_CODEX", codex.binary().toString());
        return outer.withVariables(variables).in(place.project());
    }
}
