package io.parley.standalone.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a text names besides words: numbers of orders, e-mail addresses, telephone numbers, people.
final class Mentioned {

    private static final Pattern E_MAIL = Pattern.compile("[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+");
    private static final Pattern PHONE = Pattern.compile("(?<![\\w-])\\+?\\d[\\d ()-]{6,}\\d(?!\\w)");
    private static final Pattern DATE =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2})?Z?)?|\\d{1,2}:\\d{2}");
    private static final Pattern NUMBER = Pattern.compile("[\\p{Alpha}-]*\\d[\\p{Alnum}-]*");
    private static final Pattern ORDER_NUMBER = Pattern.compile(
            "(?iu)(?:pedido|orden|order|n[uú]mero|number|nro\\.?|n[°º]|#)\\s*(?:n[uú]mero|number|nro\\.?|n[°º]|es|is)?\\s*"
                    + "#?([\\p{Alpha}-]*\\d[\\p{Alnum}-]*)");
    private static final Pattern NAME = Pattern.compile(
            "(?iu)\\b(?:me llamo|mi nombre es|my name is|i am called|soy|i'm|i am)\\s+(\\p{Lu}\\p{L}+)");

    private Mentioned() {}

    /// An e-mail address, or else a telephone number.
    static Optional<String> contact(String text) {
        return first(E_MAIL, text)
                .or(() -> first(PHONE, text)
                        .filter(number -> number.replaceAll("\\D", "").length() >= 8
                                && !DATE.matcher(number).find()));
    }

    /// What may be the number of an order.
    static Optional<String> orderNumber(String text) {
        String rest = withoutContacts(text);
        Matcher named = ORDER_NUMBER.matcher(rest);
        return named.find()
                ? Optional.of(named.group(1))
                : numbers(rest).stream().findFirst();
    }

    /// All words with digits in them, except dates, times and contacts.
    static List<String> numbers(String text) {
        return NUMBER.matcher(DATE.matcher(withoutContacts(text)).replaceAll(" "))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    static Optional<String> date(String text) {
        return first(Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2})?Z?)?"), text);
    }

    /// How the customer is called, as the latest of these texts says.
    static Optional<String> name(List<String> written) {
        for (String text : written.reversed()) {
            Matcher matcher = NAME.matcher(text);
            if (matcher.find() && Character.isUpperCase(matcher.group(1).charAt(0))) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    private static String withoutContacts(String text) {
        String rest = E_MAIL.matcher(text).replaceAll(" ");
        return contact(rest).map(phone -> rest.replace(phone, " ")).orElse(rest);
    }

    private static Optional<String> first(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).findFirst();
    }
}
