package io.parley.sandbox;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;

/// Files for people who send one without having one.
public final class Samples {

    private static final int VOICE_BYTES = 8_000;

    private Samples() {}

    /// A file as an act carries it (`data`), or a sample of the kind.
    ///
    /// @param kind `photo`, `voice`, `audio`, `video`, `document` or `sticker`
    public static byte[] content(String kind, JsonNode act) {
        String data = act.path("data").asString("");
        if (data.isEmpty()) {
            return sample(kind, act.path("text").asString(""));
        }
        try {
            return Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            throw ControlError.wrong("'data' is no base64");
        }
    }

    /// The media type of an act's file, or that of the kind.
    public static String mediaType(String kind, JsonNode act) {
        return act.path("media_type")
                .asString(
                        switch (kind) {
                            case "photo" -> "image/jpeg";
                            case "voice" -> "audio/ogg";
                            case "audio" -> "audio/mpeg";
                            case "video" -> "video/mp4";
                            case "sticker" -> "image/webp";
                            default -> "application/pdf";
                        });
    }

    private static byte[] sample(String kind, String words) {
        return switch (kind) {
            case "photo", "sticker" -> picture();
            case "voice", "audio" -> voice(words);
            default -> "%PDF-1.4\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);
        };
    }

    /// Bytes with the beginning of an Ogg file and, as a comment, what is said: the stand-in model hears it.
    private static byte[] voice(String words) {
        byte[] head = ("OggS\0 OpusTags " + (words.isEmpty() ? "" : "TRANSCRIPT=" + words + "\n"))
                .getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(head, Math.max(VOICE_BYTES, head.length));
    }

    private static byte[] picture() {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(new Color(0xE8, 0xEE, 0xF4));
        pen.fillRect(0, 0, 320, 240);
        pen.setColor(new Color(0x2F, 0x6F, 0x9F));
        pen.fillOval(110, 70, 100, 100);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
