package io.parley.agent.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTypeTest {

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            image,    \u00ff\u00d8\u00ff\u00e0,    image/png,       image/jpeg
            voice,    OggS,                        audio/ogg,       audio/ogg
            voice,    ....ftypM4A,                 audio/x-m4a,     audio/mp4
            audio,    ....ftypisom,                audio/mp4,       audio/mp4
            video,    ....ftypisom,                video/mp4,       video/mp4
            voice,    #!AMR,                       audio/amr,       audio/amr
            audio,    \u00ff\u00fb\u0090,           audio/mpeg,      audio/mpeg
            audio,    \u00ff\u00f1\u0080,           audio/aac,       audio/aac
            sticker,  RIFF....WEBP,                image/webp,      image/webp
            document, %PDF-1.7,                    text/plain,      application/pdf
            document, whatever,                    text/csv,        text/csv
            document, <html>,                      text/html,       text/html
            """)
    void the_first_bytes_say_what_it_is(String kind, String head, String claimed, String type) {
        assertThat(FileType.of(bytes(head), kind, claimed)).contains(type);
    }

    @Test
    void what_is_no_such_thing_is_none_whatever_it_claims() {
        assertThat(FileType.of(bytes("<!DOCTYPE html><p>Error"), "image", "image/jpeg"))
                .isEmpty();
        assertThat(FileType.of(bytes("  <HTML>"), "document", "application/pdf"))
                .isEmpty();
        assertThat(FileType.of(bytes("{\"ok\":false}"), "voice", "audio/ogg")).isEmpty();
        assertThat(FileType.of(bytes("OggS"), "image", "image/jpeg")).isEmpty();
        assertThat(FileType.of(new byte[0], "voice", "audio/ogg")).isEmpty();
    }
}
