package io.parley.sandbox.whatsapp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/// Message ids as WhatsApp makes them: `wamid.` and base64 over the person's number and a random id. Nobody should read
/// them, but everybody must be able to store them, with their `+`, `/` and `=`.
final class Wamid {

    private Wamid() {}

    static String outbound(String person) {
        return of(person, 0x11, 9);
    }

    static String inbound(String person) {
        return of(person, 0x12, 10);
    }

    private static String of(String person, int direction, int randomBytes) {
        var random = new byte[randomBytes];
        ThreadLocalRandom.current().nextBytes(random);
        var id = HexFormat.of().withUpperCase().formatHex(random);
        var bytes = new ByteArrayOutputStream();
        bytes.write(0x1c);
        write(bytes, person);
        bytes.writeBytes(new byte[] {0x15, 0x02, 0x00, (byte) direction});
        write(bytes, id);
        bytes.write(0);
        return "wamid." + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static void write(ByteArrayOutputStream bytes, String text) {
        bytes.write(0x18);
        bytes.write(text.length());
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
