package io.parley.sandbox.telegram;

import io.parley.sandbox.Account;
import io.parley.sandbox.FileStore;
import io.parley.sandbox.FileStore.StoredFile;
import io.parley.sandbox.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/// The file that a bot sends: one of this server's by its id, one that Telegram fetches, or an upload (Telegram Bot
/// API,
/// Sending files).
final class Uploads {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long MOST_PHOTO = 10L << 20;
    private static final long MOST_PHOTO_BY_URL = 5L << 20;
    private static final long MOST_BY_URL = 20L << 20;
    private static final int MOST_SIDES = 10_000;
    private static final int MOST_RATIO = 20;
    private static final Set<String> DOCUMENTS_BY_URL = Set.of("application/pdf", "application/zip", "image/gif");
    private static final Map<String, String> PAGES =
            Map.of("photo", "image/", "voice", "audio/", "audio", "audio/", "video", "video/");

    private final FileStore store;
    private final TelegramFiles files;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(PATIENCE)
            .build();

    Uploads(FileStore store, TelegramFiles files) {
        this.store = store;
        this.files = files;
    }

    /// The file of the parameter that is named like its kind.
    StoredFile file(Account account, Params params, String kind) {
        Optional<Part> upload = params.file(kind);
        if (upload.isPresent()) {
            return uploaded(upload.get(), kind);
        }
        String value = params.text(kind);
        if (value.isEmpty()) {
            throw TelegramError.badRequest("there is no " + kind + " in the request");
        }
        if (value.startsWith("http://") || value.startsWith("https://")) {
            return fetched(value, kind);
        }
        if (value.startsWith("AgAC")) {
            return files.sendAgain(account, value);
        }
        throw TelegramError.badRequest("wrong file identifier/HTTP URL specified");
    }

    private StoredFile uploaded(Part part, String kind) {
        if (part.content().length == 0) {
            throw TelegramError.badRequest("file must be non-empty");
        }
        if (kind.equals("photo")) {
            if (part.content().length > MOST_PHOTO) {
                throw TelegramError.badRequest("file is too big");
            }
            checkSides(part.content());
        }
        return store.keep(part.content(), type(part.mediaType(), kind), part.fileName());
    }

    private StoredFile fetched(String address, String kind) {
        HttpResponse<InputStream> answer = fetch(address);
        String type = answer.headers()
                .firstValue("Content-Type")
                .orElse("")
                .replaceFirst(";.*", "")
                .strip();
        boolean fits = kind.equals("document")
                ? DOCUMENTS_BY_URL.contains(type)
                : type.startsWith(PAGES.getOrDefault(kind, ""));
        try (InputStream in = answer.body()) {
            if (!fits) {
                throw TelegramError.badRequest("wrong type of the web page content");
            }
            long most = kind.equals("photo") ? MOST_PHOTO_BY_URL : MOST_BY_URL;
            byte[] content = in.readNBytes((int) most + 1);
            if (content.length > most) {
                throw TelegramError.badRequest("failed to get HTTP URL content");
            }
            if (kind.equals("photo")) {
                checkSides(content);
            }
            return store.keep(content, type, null);
        } catch (IOException e) {
            throw TelegramError.badRequest("failed to get HTTP URL content");
        }
    }

    private HttpResponse<InputStream> fetch(String address) {
        URI url;
        try {
            url = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw TelegramError.badRequest("wrong file identifier/HTTP URL specified");
        }
        if (url.getHost() == null) {
            throw TelegramError.badRequest("wrong file identifier/HTTP URL specified");
        }
        try {
            HttpResponse<InputStream> answer =
                    client.send(HttpRequest.newBuilder(url).timeout(PATIENCE).build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() == 200) {
                return answer;
            }
            answer.body().close();
        } catch (IOException e) {
            throw TelegramError.badRequest("failed to get HTTP URL content");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw TelegramError.badRequest("failed to get HTTP URL content");
    }

    /// Width and height together at most 10,000, one at most 20 times the other (Telegram Bot API, sendPhoto).
    private static void checkSides(byte[] picture) {
        int[] sides = sides(picture);
        if (sides == null) {
            throw TelegramError.badRequest("IMAGE_PROCESS_FAILED");
        }
        int longer = Math.max(sides[0], sides[1]);
        int shorter = Math.min(sides[0], sides[1]);
        if (sides[0] + sides[1] > MOST_SIDES || longer > MOST_RATIO * shorter) {
            throw TelegramError.badRequest("PHOTO_INVALID_DIMENSIONS");
        }
    }

    private static int @Nullable [] sides(byte[] picture) {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(picture))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return isWebp(picture) ? new int[] {1, 1} : null;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                return new int[] {reader.getWidth(0), reader.getHeight(0)};
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) { // readers fail in their own ways on what is no picture
            return null;
        }
    }

    /// Java cannot look into these.
    private static boolean isWebp(byte[] picture) {
        return picture.length > 12 && picture[0] == 'R' && picture[1] == 'I' && picture[8] == 'W' && picture[9] == 'E';
    }

    private static String type(String given, String kind) {
        if (!given.isEmpty()) {
            return given.replaceFirst(";.*", "").strip();
        }
        return kind.equals("photo") ? "image/jpeg" : "application/octet-stream";
    }
}
