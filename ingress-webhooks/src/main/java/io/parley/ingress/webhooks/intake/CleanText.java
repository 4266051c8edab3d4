package io.parley.ingress.webhooks.intake;

import io.parley.schemas.avro.Attachment;
import io.parley.schemas.avro.IncomingMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes words storable: a NUL, which no database takes, becomes the replacement character; a text that no model should
/// be given is cut.
final class CleanText {

    private static final int LONGEST = 16_000;

    private CleanText() {}

    /// The same draft with clean words.
    static IncomingMessage.Builder of(IncomingMessage.Builder draft) {
        var clean = IncomingMessage.newBuilder(draft);
        clean.setText(shortened(clean(draft.getText())))
                .setUserName(clean(draft.getUserName()))
                .setAuthor(clean(draft.getAuthor()))
                .setRefersTo(clean(draft.getRefersTo()))
                .setButtonId(clean(draft.getButtonId()))
                .setEmoji(clean(draft.getEmoji()))
                .setAlbumId(clean(draft.getAlbumId()));
        if (draft.hasAttributes()) {
            clean.setAttributes(clean(draft.getAttributes()));
        }
        if (draft.hasAttachments()) {
            clean.setAttachments(
                    draft.getAttachments().stream().map(CleanText::clean).toList());
        }
        return clean;
    }

    private static Map<String, String> clean(Map<String, String> attributes) {
        var clean = new LinkedHashMap<String, String>();
        attributes.forEach((name, value) -> clean.put(name, value.replace('\0', '\uFFFD')));
        return clean;
    }

    private static Attachment clean(Attachment attachment) {
        return Attachment.newBuilder(attachment)
                .setReference(clean(attachment.getReference()))
                .setMediaType(clean(attachment.getMediaType()))
                .setFileName(clean(attachment.getFileName()))
                .setText(clean(attachment.getText()))
                .build();
    }

    private static @Nullable String clean(Optional<String> text) {
        return clean(text.orElse(null));
    }

    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
