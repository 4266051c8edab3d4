package io.parley.ingress.ws;

import static io.parley.ingress.ws.WireFrames.hex;
import static io.parley.ingress.ws.WireFrames.utf8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The octet sequences of the Autobahn suite's sections 6.5 to 6.23, which are Markus Kuhn's stress test for UTF-8
/// decoders and the code points that are no characters.
final class Utf8Sequences {

    /// What stands in a text.
    ///
    /// @param digits its octets in hexadecimal
    record Sequence(String name, boolean isValid, String digits) {

        byte[] octets() {
            return hex(digits);
        }
    }

    /// A word of characters of two and three octets.
    private static final String GREEK = "cebae1bdb9cf83cebcceb5";

    static final List<Sequence> ALL = all();

    private Utf8Sequences() {}

    private static List<Sequence> all() {
        var all = new ArrayList<Sequence>();
        valid(
                all,
                5,
                "a few valid ones",
                "68656c6c6f24776f726c64",
                "68656c6c6fc2a2776f726c64",
                "68656c6c6fe282ac776f726c64",
                "68656c6c6ff0a4ada2776f726c64",
                GREEK);
        prefixes(all);
        valid(all, 7, "first of its length", "00", "c280", "e0a080", "f0908080");
        invalid(all, 8, "first of its length, too long", "f888808080", "fc8480808080");
        valid(all, 9, "last of its length", "7f", "dfbf", "efbfbf", "f48fbfbf");
        invalid(all, 10, "last of its length, too high", "f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf");
        valid(all, 11, "at a boundary", "ed9fbf", "ee8080", "efbfbd", "f48fbfbf");
        all.add(new Sequence("6.11.5 beyond the last code point", false, "f4908080"));
        invalid(
                all,
                12,
                "continuation without a start",
                "80",
                "bf",
                "80bf",
                "80bf80",
                "80bf80bf",
                "80bf80bf80",
                "80bf80bf80bf",
                range(0x80, 0xbf, ""));
        invalid(
                all,
                13,
                "start without a continuation",
                range(0xc0, 0xe0, "20"),
                range(0xe0, 0xf0, "20"),
                range(0xf0, 0xf8, "20"),
                range(0xf8, 0xfc, "20"),
                range(0xfc, 0xfe, "20"));
        var cutOff = new String[] {
            "c0", "e080", "f08080", "f8808080", "fc80808080", "df", "efbf", "f7bfbf", "fbbfbfbf", "fdbfbfbfbf"
        };
        invalid(all, 14, "last octet missing", cutOff);
        invalid(all, 15, "all of these behind one another", String.join("", cutOff));
        invalid(all, 16, "impossible octets", "fe", "ff", "fefeffff");
        invalid(all, 17, "slash, overlong", "c0af", "e080af", "f08080af", "f8808080af", "fc80808080af");
        invalid(all, 18, "highest overlong", "c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf");
        invalid(all, 19, "zero, overlong", "c080", "e08080", "f0808080", "f880808080", "fc8080808080");
        invalid(all, 20, "surrogate", "eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf");
        invalid(
                all,
                21,
                "pair of surrogates",
                "eda080edb080",
                "eda080edbfbf",
                "edadbfedb080",
                "edadbfedbfbf",
                "edae80edb080",
                "edae80edbfbf",
                "edafbfedb080",
                "edafbfedbfbf");
        nonCharacters(all);
        valid(all, 23, "special", "efbfb9", "efbfba", "efbfbb", "efbfbc", "efbfbd", "efbfbe", "efbfbf");
        return List.copyOf(all);
    }

    private static void valid(List<Sequence> all, int section, String what, String... octets) {
        add(all, section, what, true, octets);
    }

    private static void invalid(List<Sequence> all, int section, String what, String... octets) {
        add(all, section, what, false, octets);
    }

    private static void add(List<Sequence> all, int section, String what, boolean isValid, String... octets) {
        for (int i = 0; i < octets.length; i++) {
            all.add(new Sequence("6.%d.%d %s".formatted(section, i + 1, what), isValid, octets[i]));
        }
    }

    /// Only those prefixes are valid that end with a character.
    private static void prefixes(List<Sequence> all) {
        for (int length = 1; length <= GREEK.length() / 2; length++) {
            all.add(new Sequence(
                    "6.6.%d the first %d octets of a Greek word".formatted(length, length),
                    List.of(2, 5, 7, 9, 11).contains(length),
                    GREEK.substring(0, 2 * length)));
        }
    }

    /// The last two code points of each plane.
    private static void nonCharacters(List<Sequence> all) {
        for (int plane = 0; plane <= 16; plane++) {
            for (int last = 0; last < 2; last++) {
                int codePoint = (plane << 16) | 0xfffe | last;
                all.add(new Sequence(
                        "6.22.%d U+%X, which is no character".formatted(2 * plane + last + 1, codePoint),
                        true,
                        HexFormat.of().formatHex(utf8(Character.toString(codePoint)))));
            }
        }
    }

    private static String range(int from, int end, String behindEach) {
        var digits = new StringBuilder();
        for (int octet = from; octet < end; octet++) {
            digits.append(Integer.toHexString(octet)).append(behindEach);
        }
        return digits.toString();
    }
}
