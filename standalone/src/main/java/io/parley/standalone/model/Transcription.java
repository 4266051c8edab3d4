package io.parley.standalone.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/audio/transcriptions`. The stand-in cannot hear: it reads the comment `TRANSCRIPT=…` out of the audio file
/// (a tag as any Ogg file may carry), and without one says how much it was given.
final class Transcription {

    private static final long MAX_FILE = 25L * 1024 * 1024;
    private static final int MIN_FILE = 64;
    private static final Set<String> FORMATS =
            Set.of("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm");
    private static final Pattern TAG = Pattern.compile("TRANSCRIPT=([^\u0000-\u0008\u000e-\u001f]+)");

    private Transcription() {}

    static void handle(Exchange exchange) throws IOException {
        String type = exchange.request().getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.startsWith("multipart/form-data")) {
            throw ApiError.invalid("Request must be multipart/form-data.", null);
        }
        MultiPartConfig limits = new MultiPartConfig.Builder()
                .maxParts(20)
                .maxSize(MAX_FILE + 65_536)
                .maxPartSize(MAX_FILE)
                .maxMemoryPartSize(MAX_FILE)
                .build();
        try (MultiPartFormData.Parts parts =
                MultiPartFormData.getParts(exchange.request(), exchange.request(), type, limits)) {
            answer(exchange, parts);
        } catch (CompletionException | HttpException.RuntimeException e) {
            throw new ApiError(
                    413,
                    "invalid_request_error",
                    "Maximum content size limit (" + MAX_FILE + ") exceeded.",
                    null,
                    null,
                    Map.of());
        }
    }

    private static void answer(Exchange exchange, MultiPartFormData.Parts parts) throws IOException {
        if (text(parts, "model").isEmpty()) {
            throw ApiError.invalid("you must provide a model parameter", null);
        }
        byte[] audio = audio(parts.getFirst("file"));
        String words = words(audio);
        switch (text(parts, "response_format")) {
            case "text" -> {
                exchange.respond(200, "text/plain; charset=utf-8");
                exchange.write((words + "\n").getBytes(StandardCharsets.UTF_8));
                exchange.end();
            }
            case "verbose_json" ->
                exchange.json(
                        200,
                        json(words)
                                .put("task", "transcribe")
                                .put("language", Words.isSpanish(words) ? "spanish" : "english")
                                .put("duration", audio.length / 2000.0));
            case "", "json" -> exchange.json(200, json(words));
            case String other -> throw ApiError.invalid("Invalid response_format: " + other, "response_format");
        }
    }

    private static byte[] audio(MultiPart.@Nullable Part file) throws IOException {
        if (file == null || file.getFileName() == null) {
            throw ApiError.invalid("Missing required parameter: 'file'.", "file");
        }
        String name = file.getFileName().toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(name.substring(name.lastIndexOf('.') + 1))) {
            throw ApiError.invalid(
                    "Unrecognized file format. Supported formats: ['flac', 'm4a', 'mp3', 'mp4', 'mpeg', 'mpga', 'oga', 'ogg', 'wav', 'webm']",
                    null);
        }
        byte[] audio = Content.Source.asInputStream(file.getContentSource()).readAllBytes();
        if (audio.length < MIN_FILE) {
            throw new ApiError(
                    400,
                    "invalid_request_error",
                    "Audio file is too short. Minimum audio length is 0.1 seconds.",
                    "file",
                    "audio_too_short",
                    Map.of());
        }
        return audio;
    }

    private static String words(byte[] audio) {
        Matcher tag = TAG.matcher(new String(audio, StandardCharsets.UTF_8));
        return tag.find() ? tag.group(1).strip() : "(stand-in transcription of " + audio.length + " bytes)";
    }

    private static ObjectNode json(String words) {
        return JsonNodeFactory.instance.objectNode().put("text", words);
    }

    private static String text(MultiPartFormData.Parts parts, String name) {
        MultiPart.Part part = parts.getFirst(name);
        return part == null ? "" : part.getContentAsString(StandardCharsets.UTF_8);
    }
}
