package io.parley.sandbox.whatsapp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which files may be uploaded (Cloud API, media, "supported media types").
public final class MediaRules {

    private static final int MEGABYTE = 1 << 20;
    private static final int KILOBYTE = 1 << 10;

    private record Rule(int largest, List<String> types) {}

    private static final List<Rule> RULES = List.of(
            new Rule(500 * KILOBYTE, List.of("image/webp")),
            new Rule(5 * MEGABYTE, List.of("image/jpeg", "image/png")),
            new Rule(
                    16 * MEGABYTE,
                    List.of(
                            "audio/aac",
                            "audio/amr",
                            "audio/mpeg",
                            "audio/mp4",
                            "audio/ogg",
                            "video/mp4",
                            "video/3gp",
                            "video/3gpp")),
            new Rule(
                    100 * MEGABYTE,
                    List.of(
                            "text/plain",
                            "application/pdf",
                            "application/vnd.ms-excel",
                            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                            "application/msword",
                            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                            "application/vnd.ms-powerpoint",
                            "application/vnd.openxmlformats-officedocument.presentationml.presentation")));

    private MediaRules() {}

    /// The rule that a file breaks.
    ///
    /// @param mediaType parameters do not count
    public static Optional<MetaError> broken(String mediaType, int size) {
        var type = mediaType.split(";", 2)[0].strip();
        return RULES.stream()
                .filter(rule -> rule.types().contains(type))
                .findFirst()
                .map(rule -> Checks.unless(
                        size > 0 && size <= rule.largest(),
                        MetaError.mediaRefused("The file has " + size + " bytes; at most " + rule.largest()
                                + " are allowed for " + type + ".")))
                .orElseGet(() -> Optional.of(
                        MetaError.invalidParameter("Param file must be a file with one of the following types: "
                                + allTypes() + ". Received file" + " of type '" + type + "'.")));
    }

    private static String allTypes() {
        return String.join(
                ", ",
                RULES.stream()
                        .flatMap(rule -> Stream.of(String.join(", ", rule.types())))
                        .toList());
    }
}
