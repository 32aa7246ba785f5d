package dev.companion.core.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads one {@code config.toml}: a flat table of setting keys. */
final class ConfigFile {
    private ConfigFile() {}

    /**
     * The settings of the file, none if it does not exist.
     *
     * @param allowed what a file in this place may set
     * @throws Failure {@code CONFIG_INVALID} naming the file and what is wrong with it
     */
    static Map<Setting, Settings.Value> read(Path file, Setting.Scope allowed) {
        Map<Setting, Settings.Value> values = new EnumMap<>(Setting.class);
        if (!Files.exists(file)) {
            return values;
        }
        JsonNode table = parse(file);
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            Setting setting = find(entry.getKey())
                    .orElseThrow(() -> invalid(file, "unknown key " + entry.getKey(), "companion config show"));
            if (!mayStandIn(setting, allowed)) {
                throw invalid(file, setting.key() + " may not be set there", "remove that line");
            }
            if (!entry.getValue().isValueNode()) {
                throw invalid(file, setting.key() + " must be a plain value", "mend that line");
            }
            values.put(setting, new Settings.Value(entry.getValue().asText(), file.toString()));
        }
        return values;
    }

    private static boolean mayStandIn(Setting setting, Setting.Scope allowed) {
        return setting.scope() == Setting.Scope.ANYWHERE || setting.scope() == allowed;
    }

    private static JsonNode parse(Path file) {
        try {
            return new TomlMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw invalid(file, "not TOML" + where, "mend the file or move it aside");
        } catch (IOException e) {
            throw invalid(file, "cannot be read", "check its permissions");
        }
    }

    private static Optional<Setting> find(String key) {
        for (Setting setting : Setting.values()) {
            if (setting.key().equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    private static Failure invalid(Path file, String what, String remedy) {
        return new Failure(FailureCode.CONFIG_INVALID, file + ": " + what, remedy);
    }
}
