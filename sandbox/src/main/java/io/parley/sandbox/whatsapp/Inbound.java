package io.parley.sandbox.whatsapp;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What a person has done, or a member of staff on the business's own phone.
///
/// @param phone of the person, where it may be seen
/// @param content `type`, the object of that type and `context`, in Meta's form
/// @param isEcho typed on the business's phone
public record Inbound(
        Chat chat,
        String wamid,
        Instant at,
        Optional<String> phone,
        String scopedId,
        ObjectNode content,
        boolean isEcho) {}
