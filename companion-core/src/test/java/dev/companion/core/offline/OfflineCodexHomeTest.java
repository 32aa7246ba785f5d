package dev.companion.core.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OfflineCodexHomeTest {
    private static final URI PROVIDER = URI.create("http://127.0.0.1:4711/v1");

    @TempDir
    Path directory;

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void G31_directories_and_files_are_private() throws IOException {
        OfflineCodexHome home = OfflineCodexHome.create(directory.resolve("offline"), PROVIDER);

        assertThat(permissions(home.root())).isEqualTo("rwx------");
        assertThat(permissions(home.codexHome())).isEqualTo("rwx------");
        assertThat(permissions(home.codexHome().resolve("config.toml"))).isEqualTo("rw-------");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void G31_made_up_credentials_are_private_and_go_when_nobody_is_signed_in() throws IOException {
        Path root = directory.resolve("offline");
        Path credentials = root.resolve("codex").resolve("auth.json");
        OfflineCodexHome.Options options = OfflineCodexHome.Options.DEFAULT;

        OfflineCodexHome.create(root, PROVIDER, options.withSignIn(OfflineSignIn.CHATGPT));
        assertThat(permissions(credentials)).isEqualTo("rw-------");
        assertThat(root.resolve("codex").resolve("config.toml"))
                .content()
                .contains("requires_openai_auth = true", "chatgpt_base_url = \"http://127.0.0.1:4711/backend-api/\"");

        OfflineCodexHome.create(root, PROVIDER, options.withSignIn(OfflineSignIn.MISSING));
        assertThat(credentials).doesNotExist();
    }

    @Test
    void the_configuration_names_the_provider_and_takes_more_lines() throws IOException {
        OfflineCodexHome.Options options = OfflineCodexHome.Options.DEFAULT
                .withRetries(2)
                .withTopLevelToml("model_reasoning_effort = \"low\"")
                .withToml("[otel]", "environment = \"test\"");

        OfflineCodexHome home = OfflineCodexHome.create(directory.resolve("offline"), PROVIDER, options);

        String config = Files.readString(home.codexHome().resolve("config.toml"));
        assertThat(config)
                .contains("base_url = \"http://127.0.0.1:4711/v1\"", "stream_max_retries = 2")
                .endsWith("[otel]\nenvironment = \"test\"\n");
        assertThat(config.indexOf("model_reasoning_effort")).isLessThan(config.indexOf("[model_providers"));
    }

    @Test
    void the_environment_of_a_child_loses_proxies_and_keys() {
        OfflineCodexHome home = OfflineCodexHome.create(directory.resolve("offline"), PROVIDER);
        Map<String, String> environment = new HashMap<>();
        environment.put("HTTPS_PROXY", "http://proxy");
        environment.put("OPENAI_API_KEY", "secret");
        environment.put("PATH", "/bin");

        home.applyTo(environment);

        assertThat(environment)
                .containsEntry("PATH", "/bin")
                .containsEntry("CODEX_HOME", home.codexHome().toString())
                .doesNotContainKeys("HTTPS_PROXY", "OPENAI_API_KEY");
    }

    @Test
    void a_place_that_cannot_be_written_is_a_failure_with_a_remedy() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> OfflineCodexHome.create(file.resolve("below"), PROVIDER))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.remedy()).isNotEmpty());
    }
}
