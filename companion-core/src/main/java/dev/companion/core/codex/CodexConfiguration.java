package dev.companion.core.codex;

import java.util.Optional;

/** The part of Codex's own configuration that decides who is asked: {@code config/read}. */
public record CodexConfiguration(Optional<String> model, Optional<String> provider) {}
