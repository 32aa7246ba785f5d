package dev.companion.core.codex;

import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.OfflineModel;
import java.nio.file.Path;

/** The real Codex, greeted, with the built-in model: one app-server and its provider, which end together. */
record OfflineCodex(OfflineModel model, AppServerDriver server) implements AutoCloseable {
    /** Starts both; the test is skipped, before anything is started, where there is no real Codex. */
    static OfflineCodex start(Path home, Path workspace, OfflineCodexHome.Options options) {
        Path binary = RealCodex.binary();
        OfflineModel model = OfflineModel.start();
        OfflineCodexHome codexHome = OfflineCodexHome.create(home, model.baseUrl(), options);
        OfflineCodex codex = new OfflineCodex(model, AppServerDriver.start(binary, workspace, codexHome::applyTo));
        codex.server.initialize();
        return codex;
    }

    @Override
    public void close() {
        server.close();
        model.close();
    }
}
