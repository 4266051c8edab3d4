package io.parley.agent.media;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// A body up to a size; of a longer one nothing is kept, and the connection is closed as soon as that is known.
final class BoundedBody implements HttpResponse.BodySubscriber<Optional<byte[]>> {

    private final int largest;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final CompletableFuture<Optional<byte[]>> result = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    private BoundedBody(int largest) {
        this.largest = largest;
    }

    /// Empty where the body is longer.
    static HttpResponse.BodyHandler<Optional<byte[]>> upTo(int largest) {
        return info -> {
            var body = new BoundedBody(
                    info.headers().firstValueAsLong("Content-Length").orElse(0) > largest ? -1 : largest);
            return body;
        };
    }

    @Override
    public CompletionStage<Optional<byte[]>> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        if (largest < 0) {
            tooLarge();
        } else {
            started.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        for (var piece : pieces) {
            if (result.isDone()) {
                return;
            }
            if (content.size() + piece.remaining() > largest) {
                tooLarge();
                return;
            }
            var bytes = new byte[piece.remaining()];
            piece.get(bytes);
            content.writeBytes(bytes);
        }
    }

    private void tooLarge() {
        var running = subscription;
        if (running != null) {
            running.cancel();
        }
        result.complete(Optional.empty());
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        result.complete(Optional.of(content.toByteArray()));
    }
}
