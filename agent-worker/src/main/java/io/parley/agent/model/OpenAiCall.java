package io.parley.agent.model;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One streamed call: turns what LangChain4j reports into pieces of text and exactly one outcome.
///
/// LangChain4j ends a broken stream with an error and then with a complete response, and a stream that just stops
/// with a complete response alone: the first terminal signal counts, and an answer without a finish reason is none.
final class OpenAiCall implements Model.Call, StreamingChatResponseHandler {

    private final HttpExchange exchange;
    private final CircuitBreaker breaker;
    private final Model.Listener listener;
    private final OpenAiModel.Patience patience;
    private final Clock clock;
    private final long startedNanos = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Instant expiresAt;
    private int characters;

    OpenAiCall(
            HttpExchange exchange,
            CircuitBreaker breaker,
            Model.Listener listener,
            OpenAiModel.Patience patience,
            Clock clock) {
        this.exchange = exchange;
        this.breaker = breaker;
        this.listener = listener;
        this.patience = patience;
        this.clock = clock;
        this.expiresAt = clock.instant().plus(patience.firstToken());
    }

    /// On the call's own thread: makes the request and returns when it is over.
    void run(Consumer<HttpExchange> request) {
        if (!breaker.tryAcquirePermission()) {
            end(ModelOutcome.Failed.forGood(ModelOutcome.Failed.BREAKER_OPEN, "it has failed too often"), false);
            return;
        }
        try {
            request.accept(exchange);
            end(ModelOutcome.Failed.retryable(ModelOutcome.Failed.BAD_ANSWER, "no outcome"), true);
        } catch (RuntimeException e) {
            onError(e);
        }
    }

    @Override
    public void onPartialResponse(String piece) {
        if (ended.get()) {
            return;
        }
        if (isWithinBounds(piece)) {
            listener.text(piece);
        }
    }

    @Override
    public void onPartialToolCall(PartialToolCall piece) {
        if (!ended.get()) {
            var _ = isWithinBounds(piece.partialArguments());
        }
    }

    private boolean isWithinBounds(String piece) {
        expiresAt = clock.instant().plus(patience.silence());
        characters += piece.length();
        if (characters <= patience.maxCharacters()) {
            return true;
        }
        end(ModelOutcome.Failed.forGood(ModelOutcome.Failed.TOO_LONG, characters + " characters"), true);
        exchange.cancel();
        return false;
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        var text = Optional.ofNullable(response.aiMessage().text()).orElse("");
        var asks = response.aiMessage().toolExecutionRequests().stream()
                .map(call -> new Ask(
                        Objects.requireNonNullElse(call.id(), ""),
                        Objects.requireNonNullElse(call.name(), ""),
                        Objects.requireNonNullElse(call.arguments(), "")))
                .toList();
        var finish = Optional.ofNullable(response.metadata().finishReason());
        var usage = Optional.ofNullable(response.tokenUsage());
        if (finish.isEmpty()) {
            end(ModelOutcome.Failed.retryable(ModelOutcome.Failed.BAD_ANSWER, "no finish reason"), true);
        } else if (finish.get() == FinishReason.CONTENT_FILTER) {
            end(ModelOutcome.Failed.forGood(ModelOutcome.Failed.FILTERED, "content filter"), true);
        } else if (text.isBlank() && asks.isEmpty()) {
            end(ModelOutcome.Failed.retryable(ModelOutcome.Failed.BAD_ANSWER, "empty answer"), true);
        } else {
            end(
                    new ModelOutcome.Answered(
                            text,
                            asks,
                            finish.get().name().toLowerCase(Locale.ROOT),
                            usage.map(tokens -> count(tokens.inputTokenCount())).orElse(0L),
                            usage.map(tokens -> count(tokens.outputTokenCount()))
                                    .orElse(0L)),
                    true);
        }
    }

    /// What a recording says. Servers answer silence with nothing.
    void transcribed(@Nullable String text) {
        end(
                text == null || text.isBlank()
                        ? ModelOutcome.Failed.forGood(ModelOutcome.Failed.NO_SPEECH, "no words in it")
                        : new ModelOutcome.Answered(text.strip(), "stop", 0, 0),
                true);
    }

    /// What was to be sent is no longer there.
    void lost() {
        breaker.releasePermission();
        end(ModelOutcome.Failed.forGood(ModelOutcome.Failed.LOST, "the file is gone"), false);
    }

    private static long count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }

    @Override
    public void onError(Throwable error) {
        end(failure(error), true);
    }

    private ModelOutcome.Failed failure(Throwable error) {
        int status = exchange.status();
        var cause = status == 0 ? error.getClass().getSimpleName() : "HTTP " + status;
        if (status == 429) {
            return String.valueOf(error.getMessage()).contains("insufficient_quota")
                    ? ModelOutcome.Failed.forGood(ModelOutcome.Failed.REFUSED, "insufficient quota")
                    : new ModelOutcome.Failed(ModelOutcome.Failed.RATE_LIMITED, true, exchange.retryAfter(), cause);
        }
        if (status >= 500 || status == 408 || status == 409 || status == 0) {
            return new ModelOutcome.Failed(ModelOutcome.Failed.UNAVAILABLE, true, exchange.retryAfter(), cause);
        }
        if (status == 400 && String.valueOf(error.getMessage()).contains("context_length_exceeded")) {
            return ModelOutcome.Failed.forGood(ModelOutcome.Failed.CONTEXT_TOO_LONG, cause);
        }
        return status >= 300
                ? ModelOutcome.Failed.forGood(ModelOutcome.Failed.REFUSED, cause)
                : ModelOutcome.Failed.retryable(ModelOutcome.Failed.BAD_ANSWER, "stream broke off");
    }

    /// Only the first end counts.
    private void end(ModelOutcome outcome, boolean asked) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (asked) {
            count(outcome);
        }
        listener.ended(outcome);
    }

    private void count(ModelOutcome outcome) {
        long nanos = System.nanoTime() - startedNanos;
        if (outcome instanceof ModelOutcome.Failed failed
                && (failed.reason().equals(ModelOutcome.Failed.UNAVAILABLE)
                        || failed.reason().equals(ModelOutcome.Failed.BAD_ANSWER))) {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, new IllegalStateException(failed.reason()));
        } else {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /// A call that has expired counts against its provider, one that is not wanted any more does not.
    @Override
    public void cancel() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (clock.instant().isBefore(expiresAt)) {
            breaker.releasePermission();
        } else {
            breaker.onError(
                    System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS, new IllegalStateException("expired"));
        }
        exchange.cancel();
    }

    @Override
    public Instant expiresAt() {
        return expiresAt;
    }
}
