package dev.companion.core.job;

/** Tokens that a job used, as counted by the model provider. */
public record Usage(
        long inputTokens, long cachedInputTokens, long outputTokens, long reasoningOutputTokens, long totalTokens) {}
