package dev.companion.core.review.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.review.target.TargetOptions.Scope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetOptionsTest {
    private static Optional<String> given(String value) {
        return Optional.of(value).filter(text -> !text.equals("-"));
    }

    @ParameterizedTest
    @CsvSource({
        "-, -, -, AUTO",
        "auto, -, -, AUTO",
        "auto, main, -, BRANCH",
        "branch, main, -, BRANCH",
        "branch, -, -, BRANCH",
        "working-tree, -, -, WORKING_TREE",
        "-, main, -, BRANCH",
        "-, -, HEAD, COMMIT"
    })
    void what_is_named_decides(String scope, String base, String commit, Scope expected) {
        assertThat(TargetOptions.parse(given(scope), given(base), given(commit), List.of())
                        .scope())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-, main, HEAD", "branch, -, HEAD", "working-tree, main, -", "everything, -, -", "-, ' ', -"})
    void what_contradicts_or_says_nothing_is_a_usage_failure(String scope, String base, String commit) {
        assertThatThrownBy(() -> TargetOptions.parse(given(scope), given(base), given(commit), List.of()))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.code().exitCode()).isEqualTo(ExitCode.USAGE));
    }

    @Test
    void an_empty_path_is_a_usage_failure() {
        assertThatThrownBy(() ->
                        TargetOptions.parse(Optional.empty(), Optional.empty(), Optional.empty(), List.of("a", "")))
                .isInstanceOf(Failure.class);
    }
}
