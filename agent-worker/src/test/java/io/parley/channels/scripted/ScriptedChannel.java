package io.parley.channels.scripted;

import io.parley.channels.Addressee;
import io.parley.channels.Channel;
import io.parley.channels.Field;
import io.parley.channels.Limit;
import io.parley.channels.MediaSource;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.channels.Sender;
import io.parley.schemas.avro.AgentReply;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Channels of the tests, over which nothing is sent.
public final class ScriptedChannel {

    private static final Sender NOBODY = new Sender() {
        @Override
        public List<Piece> pieces(AgentReply entry, Addressee to) {
            return List.of();
        }

        @Override
        public Outcome send(Piece piece, Addressee to) {
            throw new UnsupportedOperationException("nothing is sent in these tests");
        }

        @Override
        public List<Limit> limits(Addressee to) {
            return List.of();
        }
    };

    private ScriptedChannel() {}

    /// Its files are where their references say.
    public static Channel withFiles() {
        MediaSource files = (attachment, account) -> {
            var address = URI.create(attachment.getReference().orElseThrow());
            return new MediaSource.Located.Found(address, Map.of("X-Token", "secret"), Set.of(address.getAuthority()));
        };
        return new Channel("scripted", List.of(), Optional.empty(), NOBODY, Optional.of(files));
    }

    /// Only its fields matter.
    public static Channel withFields(String kind, Field... fields) {
        return new Channel(kind, List.of(fields), Optional.empty(), NOBODY, Optional.empty());
    }
}
