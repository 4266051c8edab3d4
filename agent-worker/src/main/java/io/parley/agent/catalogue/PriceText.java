package io.parley.agent.catalogue;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;

/// What a product costs, in words for its customer.
final class PriceText {

    private record Words(String onRequest, String soldOut) {}

    private static final Words ENGLISH = new Words("price on request", "out of stock");
    private static final Map<String, Words> WORDS = Map.of(
            "es", new Words("precio a consultar", "agotado"),
            "en", ENGLISH,
            "pt", new Words("preço sob consulta", "esgotado"),
            "de", new Words("Preis auf Anfrage", "ausverkauft"),
            "fr", new Words("prix sur demande", "épuisé"),
            "it", new Words("prezzo su richiesta", "esaurito"));

    private PriceText() {}

    /// The price, or from which to which, and whether there is none left.
    ///
    /// @param language the tenant's, such as `es` or `pt-br`
    static String of(Product product, String language) {
        var locale = Locale.forLanguageTag(language);
        var words = WORDS.getOrDefault(locale.getLanguage(), ENGLISH);
        var price = price(product, locale, words);
        return product.inStock() ? price : price + " · " + words.soldOut();
    }

    private static String price(Product product, Locale locale, Words words) {
        if (product.price() == null) {
            return words.onRequest();
        }
        var lowest = money(product.price(), product.currency(), locale);
        return product.priceTo() == null
                ? lowest
                : lowest + " – " + money(product.priceTo(), product.currency(), locale);
    }

    private static String money(BigDecimal amount, String currency, Locale locale) {
        var format = NumberFormat.getCurrencyInstance(locale);
        try {
            var known = Currency.getInstance(currency);
            format.setCurrency(known);
            format.setMinimumFractionDigits(known.getDefaultFractionDigits());
            format.setMaximumFractionDigits(known.getDefaultFractionDigits());
            return format.format(amount).replace('\u00a0', ' ').replace('\u202f', ' ');
        } catch (IllegalArgumentException e) { // no currency that this machine knows
            return (amount.toPlainString() + " " + currency).strip();
        }
    }
}
