package io.parley.campaign.ledger;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of the ledger. What was shown is written by the receiving client and never derived from topics; what
/// topics hold stands in lines of its own ([Incoming], [Entry], [Turn]).
///
/// `tab` is the client's session id, `connection` counts the sockets of that tab from 1.
public sealed interface Line {

    /// A tenant and the secret marker in its system prompt.
    record Tenant(String tenant, String canary) implements Line {}

    /// A client that writes, and the secret marker that its messages carry.
    record Person(String tenant, String clientId, String user, String canary) implements Line {}

    /// A frame that the client wrote.
    ///
    /// @param kind `message`, `cancel` or `typing`
    /// @param id the client's own id; empty where the frame has none
    /// @param tries 1 for the first time that this id was sent
    /// @param intended when the open loop wanted it to be sent, epoch milliseconds
    record Sent(
            Stamp at,
            String clientId,
            String tab,
            int connection,
            String kind,
            String id,
            int tries,
            String text,
            long intended)
            implements Line {}

    /// An `accepted` frame.
    record Accepted(Stamp at, String clientId, String tab, int connection, String id, String messageId)
            implements Line {}

    /// An `error` frame; `id` is empty where it names no message.
    record Rejected(Stamp at, String clientId, String tab, int connection, String id, String code) implements Line {}

    /// A `message` frame with the words of a user, agent or human.
    record Shown(Stamp at, String clientId, String tab, int connection, Frame frame) implements Line {}

    /// A `message` frame of the system: a failure, a cancellation, any other notice.
    record FailureShown(Stamp at, String clientId, String tab, int connection, Frame frame) implements Line {}

    /// The fields of a `message` frame.
    record Frame(
            String author,
            String kind,
            String position,
            @Nullable String previous,
            @Nullable String messageId,
            @Nullable String replyId,
            @Nullable String turnId,
            List<String> inReplyTo,
            int part,
            int total,
            String content) {

        public Frame {
            inReplyTo = List.copyOf(inReplyTo);
        }
    }

    /// Something that happened to a socket: `connected`, `resumed`, `closed`, `refused`, or `held` for a tab that was
    /// up to date when the run ended.
    ///
    /// @param position of `resumed`: everything up to it has been shown; null where the client's log is empty
    /// @param after the position that the connection asked to go on from
    record Socket(
            Stamp at,
            String clientId,
            String tab,
            int connection,
            String event,
            @Nullable String position,
            @Nullable String after,
            boolean recovered,
            String detail)
            implements Line {}

    /// A `completed` frame.
    record Completed(Stamp at, String clientId, String tab, String turnId, String outcome, String reason)
            implements Line {}

    /// The text of one attempt as it was streamed to a tab.
    record Streamed(Stamp at, String clientId, String tab, String turnId, int attempt, String text) implements Line {}

    /// A call that the stand-in model answered, written by the stand-in.
    ///
    /// @param outcome `completed`, `faulted`, `aborted` by the caller, or `running`
    /// @param canaries all markers in the prompt, in their order
    /// @param newest the last marker of the prompt's last user message
    record ModelCall(
            long number,
            long started,
            long ended,
            String outcome,
            @Nullable String fault,
            List<String> canaries,
            @Nullable String newest)
            implements Line {

        public ModelCall {
            canaries = List.copyOf(canaries);
        }
    }

    /// A fault begins (`start`), ends (`stop`), or its target serves again (`ready`).
    record Fault(Stamp at, String kind, String target, String event, Map<String, Double> figures) implements Line {

        public Fault {
            figures = Map.copyOf(figures);
        }
    }

    /// The machine stood still for so long, up to that moment.
    record Hiccup(Stamp at, long millis) implements Line {}

    /// An offset that a group had committed when it was asked.
    record Committed(Stamp at, String group, String topic, int partition, long offset) implements Line {}

    /// Where a group stood when the run ended.
    record Rest(String group, String topic, int partition, long committed, long end) implements Line {}

    /// A record of `incoming-messages`.
    record Incoming(
            int partition,
            long offset,
            long time,
            String clientId,
            String kind,
            String messageId,
            String eventId,
            String text)
            implements Line {}

    /// A record of `agent-replies`.
    record Entry(
            int partition,
            long offset,
            long time,
            String clientId,
            String author,
            String kind,
            String replyId,
            @Nullable String turnId,
            List<String> inReplyTo,
            List<String> retracts,
            String content)
            implements Line {

        public Entry {
            inReplyTo = List.copyOf(inReplyTo);
            retracts = List.copyOf(retracts);
        }
    }

    /// A record of `turn-journal`.
    record Turn(
            int partition,
            long offset,
            long time,
            String clientId,
            String turnId,
            List<String> messageIds,
            String outcome,
            String reason,
            int attempts)
            implements Line {

        public Turn {
            messageIds = List.copyOf(messageIds);
        }
    }

    /// A message that a person wrote on a stand-in's phone, with the marker that it carries.
    record Written(Stamp at, String channel, String person, String canary) implements Line {}

    /// From now on nothing that is sent to this person arrives.
    record Blocked(Stamp at, String channel, String person) implements Line {}

    /// A call that a provider's stand-in got, from its own record.
    ///
    /// @param n place among all of its calls
    /// @param time epoch milliseconds, by the stand-in
    /// @param outcome `delivered`, `refused`, `throttled` or `fault`
    /// @param delivered whether the person has it, whatever the answer was
    record ProviderCall(
            long n,
            long time,
            String channel,
            String person,
            String method,
            String outcome,
            int status,
            boolean delivered,
            String text)
            implements Line {}

    /// A record of `delivery-receipts`.
    record Receipt(
            int partition,
            long offset,
            long time,
            String clientId,
            String channel,
            String replyId,
            int piece,
            String state,
            String epoch,
            String reason,
            boolean possibleDuplicate)
            implements Line {}

    /// A dead letter.
    record Dead(String topic, long offset, String key, String reason) implements Line {}

    /// The name of the file that keeps lines of a type: `ModelCall` → `llm_calls`.
    static String file(Class<? extends Line> type) {
        return switch (type.getSimpleName()) {
            case "Tenant" -> "tenants";
            case "Person" -> "clients";
            case "FailureShown" -> "failures_shown";
            case "Socket" -> "sockets";
            case "ModelCall" -> "llm_calls";
            case "Fault" -> "faults";
            case "Hiccup" -> "hiccups";
            case "Committed" -> "commits";
            case "Rest" -> "rest";
            case "Incoming" -> "topic_incoming_messages";
            case "Entry" -> "topic_agent_replies";
            case "Turn" -> "topic_turn_journal";
            case "Written" -> "written";
            case "ProviderCall" -> "provider_calls";
            case "Receipt" -> "topic_delivery_receipts";
            case "Dead" -> "dead_letters";
            default -> type.getSimpleName().toLowerCase(java.util.Locale.ROOT);
        };
    }
}
