package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.frame.ClientFrameReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.BadPayloadException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.eclipse.jetty.websocket.core.exception.WebSocketException;
import org.jspecify.annotations.Nullable;

/// A socket as Jetty's core knows it: frames that come in become messages, messages become frames. What a frame may
/// be, and that text is UTF-8, has been seen to before.
final class FrameWire implements FrameHandler {

    private final ChatSocket socket;
    private volatile @Nullable CoreSession session;
    private @Nullable ByteArrayOutputStream fragments;
    private boolean text;
    private boolean told;

    FrameWire(ChatSocket socket) {
        this.socket = socket;
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        session = opened;
        socket.opened();
        callback.succeeded();
        opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        try {
            take(frame);
        } catch (WebSocketException | CharacterCodingException e) {
            callback.failed(e instanceof WebSocketException ? e : new BadPayloadException(e));
            return;
        }
        callback.succeeded();
        var open = session;
        if (open != null) {
            open.demand();
        }
    }

    private void take(Frame frame) throws CharacterCodingException {
        switch (frame.getOpCode()) {
            case OpCode.PING -> socket.pinged(BufferUtil.copy(frame.getPayload()));
            case OpCode.PONG -> socket.ponged();
            case OpCode.CLOSE -> tellClosed(CloseStatus.getCloseStatus(frame));
            case OpCode.CONTINUATION -> takeData(frame);
            default -> {
                text = frame.getOpCode() == OpCode.TEXT;
                takeData(frame);
            }
        }
    }

    private void takeData(Frame frame) throws CharacterCodingException {
        var before = fragments;
        if ((before == null ? 0 : before.size()) + frame.getPayloadLength() > ClientFrameReader.MAX_FRAME_BYTES) {
            throw new MessageTooLargeException("more than " + ClientFrameReader.MAX_FRAME_BYTES + " octets");
        }
        if (before == null && frame.isFin()) {
            tell(frame.getPayload());
            return;
        }
        var all = before == null ? new ByteArrayOutputStream() : before;
        all.writeBytes(BufferUtil.toArray(frame.getPayload()));
        fragments = frame.isFin() ? null : all;
        if (frame.isFin()) {
            tell(ByteBuffer.wrap(all.toByteArray()));
        }
    }

    /// Wrong octets have been found before; not that some are missing at the end.
    private void tell(ByteBuffer message) throws CharacterCodingException {
        if (text) {
            socket.received(
                    StandardCharsets.UTF_8.newDecoder().decode(message.slice()).toString());
        } else {
            socket.receivedBinary();
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        // The socket is closed, which is reported too.
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        tellClosed(status);
        callback.succeeded();
    }

    /// Of its close frame and of its end only the first counts.
    private void tellClosed(CloseStatus status) {
        if (!told) {
            told = true;
            socket.closed(status.getCode());
        }
    }

    void send(String message, Callback callback) {
        send(new Frame(OpCode.TEXT).setPayload(message), callback);
    }

    void ping() {
        send(new Frame(OpCode.PING), Callback.NOOP);
    }

    void pong(ByteBuffer payload) {
        send(new Frame(OpCode.PONG).setPayload(payload), Callback.NOOP);
    }

    private void send(Frame frame, Callback callback) {
        var open = session;
        if (open == null) {
            callback.failed(new IllegalStateException("the socket is not open yet"));
        } else {
            open.sendFrame(frame, callback, false);
        }
    }

    void close(int code, String reason) {
        var open = session;
        if (open != null) {
            open.close(code, reason, Callback.NOOP);
        }
    }

    /// Ends the connection without a word.
    void cut() {
        var open = session;
        if (open != null) {
            open.abort();
        }
    }
}
