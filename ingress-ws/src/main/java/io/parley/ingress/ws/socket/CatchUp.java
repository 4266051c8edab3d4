package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.slot.Slot;
import io.parley.ingress.ws.socket.Progression.Verdict;
import io.parley.ingress.ws.socket.SessionPublisher.Connection;
import io.parley.ingress.ws.socket.SessionPublisher.Wants;
import io.parley.schemas.avro.Position;
import io.parley.schemas.avro.SessionMark;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How a socket comes to the head of its client's log: it is announced to the router, shows what the router sends, and
/// asks again until nothing is missing. Safe for many threads.
final class CatchUp {

    private final ChatSocket socket;
    private final Reception reception;
    private final Progression progression;
    /// Frames of entries that came with a resume and do not follow on, by their offset, since an answer may be given
    /// twice; the mark says whether they count.
    private SortedMap<Long, String> held = Collections.emptySortedMap();

    private @Nullable Connection announced;
    private volatile boolean known;
    private long announcedNanos;
    private int repeats;
    private @Nullable String wantedAfter;

    CatchUp(ChatSocket socket, Reception reception, Progression progression) {
        this.socket = socket;
        this.reception = reception;
        this.progression = progression;
        this.announcedNanos = reception.nanos();
    }

    /// An entry that came to all sockets of the client, or only to this one for a resume.
    synchronized Verdict entry(Position position, Optional<Position> previous, long connection, String frame) {
        var verdict = connection == 0 ? progression.live(position, previous) : progression.recalled(position, previous);
        switch (verdict) {
            case SHOW -> socket.show(frame);
            case HELD -> hold(position, frame);
            case SEEN, TOO_EARLY, GAP -> {
                // not to be shown, or not now
            }
        }
        return verdict;
    }

    private void hold(Position position, String frame) {
        if (held.isEmpty()) {
            held = new TreeMap<>();
        }
        held.put(position.getOffset(), frame);
    }

    /// The end of a resume.
    ///
    /// @return false when it lacked something: the socket has to be announced again
    synchronized boolean resumed(SessionMark mark) {
        // An answer may be given twice, after a crash: who has seen the head by then lacks nothing.
        boolean recovered = mark.getRecovered()
                || mark.getPosition().filter(progression::isSeen).isPresent();
        if (!recovered) {
            held.values().forEach(socket::show);
        }
        held = Collections.emptySortedMap();
        if (!progression.resumed(mark.getPosition(), recovered)) {
            return false;
        }
        repeats = 0;
        reception.traffic().resumed(recovered);
        socket.show(reception.frames().resumed(progression.after(), recovered));
        rewindNow();
        return true;
    }

    /// Whether everything older has been shown, so that signs of life make sense.
    synchronized boolean isDone() {
        return progression.isResumed();
    }

    /// Announces the socket, and asks for what it lacks. Only the first announcement takes the session over.
    synchronized void announce() {
        reception.clients().slot().ifPresent(this::announce);
    }

    private void announce(Slot slot) {
        progression.interrupted();
        held = Collections.emptySortedMap();
        announcedNanos = reception.nanos();
        announced = socket.connection(slot);
        reception.sessions().open(announced, wants(), true, known, this::announced);
    }

    /// Who is announced again without a position may have missed what was said since the first time.
    private Wants wants() {
        var after = progression.after();
        return new Wants(after, known && after.isEmpty() ? Progression.ALL : progression.history());
    }

    /// Messages leave once the first announcement is written.
    private void announced(boolean written) {
        if (written) {
            known = true;
            socket.line().open();
        } else if (!known) {
            socket.line().fail();
        }
    }

    /// The client wants everything after a position, again. A resume that is under way comes to its end first: the two
    /// could not be told apart.
    synchronized void rewind(String after) {
        wantedAfter = after;
        if (progression.isResumed()) {
            rewindNow();
        }
    }

    private void rewindNow() {
        var after = wantedAfter;
        if (after != null) {
            wantedAfter = null;
            progression.rewind(after);
            announce();
        }
    }

    /// Reminds of a socket that lacks nothing, or asks again for a resume that did not come.
    synchronized void remind(long nanos) {
        if (!progression.isResumed() && nanos - announcedNanos > patience()) {
            if (!known) {
                socket.line().fail();
            }
            repeats++;
            announce();
        } else if (announced != null && nanos - announcedNanos > Caretaker.REMINDER.toNanos()) {
            announcedNanos = nanos;
            reception.sessions().open(announced, wants(), false, true, this::reminded);
        }
    }

    /// What is written will be read some time: to ask a router again and again that is behind would keep it there.
    private long patience() {
        return Caretaker.RESUME_PATIENCE.toNanos() << (known ? Math.min(repeats, Caretaker.MOST_DOUBLINGS) : 0);
    }

    /// A reminder that was not written is due again soon.
    private synchronized void reminded(boolean written) {
        if (!written) {
            announcedNanos -= Caretaker.REMINDER.minus(Caretaker.REMIND_AGAIN).toNanos();
        }
    }

    /// The socket has gone.
    synchronized void retire() {
        if (announced != null) {
            reception.sessions().closed(announced);
        }
    }
}
