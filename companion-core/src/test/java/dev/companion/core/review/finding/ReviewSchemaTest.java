package dev.companion.core.review.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReviewSchemaTest {
    private static final JsonSchemaFactory OTHER = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    @Test
    void the_schema_is_a_schema() {
        assertThat(OTHER.getSchema(SchemaLocation.of(SchemaId.V202012))
                        .validate(Json.text(ReviewSchema.whole().fields()), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.companion.core.review.finding.G24_VerdictTest#invalidMessages")
    void another_validator_finds_the_same(String message) {
        JsonObject answer;
        try {
            answer = Json.readWhole(message.getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            // No JSON is no matter of schemas.
            return;
        }

        assertThat(ReviewSchema.faults(answer)).isNotEmpty().hasSizeLessThanOrEqualTo(3);
        assertThat(OTHER.getSchema(Json.text(ReviewSchema.whole().fields()))
                        .validate(Json.text(answer.fields()), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void what_the_model_is_asked_for_has_the_same_keys_and_no_bound_that_a_provider_may_refuse() {
        String forModel = Json.text(ReviewSchema.forModel().fields());

        assertThat(forModel)
                .doesNotContain("minLength")
                .doesNotContain("minimum")
                .doesNotContain("pattern")
                .doesNotContain("$")
                .contains("\"title\":{\"type\":\"string\"}")
                .contains("\"enum\":[\"approve\",\"needs-attention\"]");
        JsonObject whole = ReviewSchema.whole();
        assertThat(ReviewSchema.forModel().strings("required")).isEqualTo(whole.strings("required"));
        assertThat(ReviewSchema.forModel().object("properties").fields().keySet())
                .isEqualTo(whole.object("properties").fields().keySet());
        JsonObject item =
                ReviewSchema.forModel().object("properties").object("findings").object("items");
        assertThat(item.object("properties").fields().keySet()).isEqualTo(Set.copyOf(item.strings("required")));
        assertThat(item.value("additionalProperties")).isEqualTo(false);
    }

    @Test
    void faults_name_the_place() {
        JsonObject answer = Json.readObject(ReviewAnswers.attention().replace("\"critical\"", "\"blocker\""));

        List<String> faults = ReviewSchema.faults(answer);

        assertThat(faults).singleElement().asString().startsWith("/findings/0/severity: ");
    }
}
