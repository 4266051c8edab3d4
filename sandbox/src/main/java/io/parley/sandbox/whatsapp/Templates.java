package io.parley.sandbox.whatsapp;

import io.parley.sandbox.Account;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The templates that an account has: the one of its `template` setting, `hello_world`, which every account has from
/// the
/// start, and those for authentication, which begin with `authentication`.
final class Templates {

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(_[A-Z]{2,3})?");
    private static final String AUTHENTICATION = "authentication";

    /// Cloud API, error codes: 132001; business-scoped user ids: no authentication templates to them.
    Optional<MetaError> broken(Account account, JsonNode message) {
        if (!message.path("type").asString("").equals("template")) {
            return Optional.empty();
        }
        var template = message.path("template");
        var name = template.path("name").asString("");
        var language = template.path("language").path("code").asString("");
        var isThere = name.equals("hello_world")
                || name.startsWith(AUTHENTICATION)
                || account.text("template").filter(name::equals).isPresent();
        return Checks.first(
                Checks.unless(isThere && LANGUAGE.matcher(language).matches(), MetaError.noTemplate(name, language)),
                Checks.unless(
                        !name.startsWith(AUTHENTICATION) || !message.path("to").isMissingNode(),
                        MetaError.scopedIdNotSupported()));
    }
}
