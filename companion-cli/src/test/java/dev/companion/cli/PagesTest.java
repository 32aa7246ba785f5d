package dev.companion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.schema.Schemas;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.prompt.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The pages for users name what the program knows. */
class PagesTest {
    private static final Path PAGES = Path.of("..", "docs");

    @Test
    void the_page_of_exit_codes_has_all_of_them() throws IOException {
        String page = Files.readString(PAGES.resolve("exit-codes.md"));

        for (ExitCode code : ExitCode.values()) {
            assertThat(page).contains("| " + code.code() + " | " + code.name() + " |");
        }
    }

    @Test
    void the_page_of_prompts_has_every_template_and_its_placeholders() throws IOException {
        String page = Files.readString(PAGES.resolve("prompts.md"));

        for (Template template : Template.values()) {
            assertThat(page).contains("`" + template.fileName() + "`");
            template.placeholders().forEach(name -> assertThat(page).contains("`{{" + name + "}}`"));
        }
    }

    @Test
    void the_page_of_documents_has_every_schema() throws IOException {
        String page = Files.readString(PAGES.resolve("json.md"));

        // The job is part of the others.
        Schemas.NAMES.stream()
                .filter(name -> !name.equals("job"))
                .forEach(name -> assertThat(page).contains("`" + name + "`"));
    }
}
