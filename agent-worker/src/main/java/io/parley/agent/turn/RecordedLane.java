package io.parley.agent.turn;

import io.parley.lanes.Cancellation;
import io.parley.lanes.Lane;
import io.parley.lanes.LaneRecord;
import io.parley.lanes.Ownership;
import io.parley.lanes.Signal;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.TurnInput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The client's lane as a recorded turn saw it: a record is there from when the record says that it was seen.
final class RecordedLane implements Lane<IncomingMessage> {

    private static final Duration TYPING = Duration.ofSeconds(2);
    private static final int PATIENCE = 10_000;

    private final Course course;
    private final Set<String> answered;
    private final Runnable busy;
    private final List<LaneRecord<IncomingMessage>> log;
    private final Set<Long> inputs;
    private final Set<Long> shown = new TreeSet<>();
    private final List<LaneRecord<IncomingMessage>> waiting = new ArrayList<>();
    private final List<Runnable> actions = new ArrayList<>();
    private @Nullable Cancellation cancellation;
    private boolean closingComes;
    private boolean unseen;
    private boolean woken;
    private int waits;

    /// @param answered ids of the messages that belonged to earlier turns
    /// @param busy called when others have taken all permits
    RecordedLane(Course course, List<LaneRecord<IncomingMessage>> log, Set<String> answered, Runnable busy) {
        this(course, log, answered, busy, Set.of());
        showBurst();
    }

    private RecordedLane(
            Course course,
            List<LaneRecord<IncomingMessage>> log,
            Set<String> answered,
            Runnable busy,
            Set<Long> shown) {
        this.course = course;
        this.answered = answered;
        this.busy = busy;
        this.log = log;
        this.inputs =
                course.record().getInputs().stream().map(TurnInput::getOffset).collect(Collectors.toSet());
        log.stream().filter(record -> shown.contains(record.offset())).forEach(this::show);
    }

    /// What the next owner of the partition gets: everything that has been there, from the turn's first record on.
    RecordedLane redelivered() {
        return new RecordedLane(course, log, answered, busy, shown);
    }

    /// What was there when the burst was closed.
    private void showBurst() {
        long first = course.record().getInputs().getFirst().getOffset();
        var closed = course.decisions().stream()
                .filter(decision -> decision.what().equals("burst-closed"))
                .findFirst();
        long end = Math.min(course.interruptedFrom(1), closed.isPresent() ? Long.MAX_VALUE : first + 1);
        var startedAt = course.record().getStartedAt();
        var early = closed.filter(decision -> !decision.why().equals("quiet")).isPresent();
        log.stream()
                .filter(record -> record.offset() >= first && record.offset() < end)
                .filter(record -> record.offset() == first
                        || (!record.timestamp().isAfter(startedAt) && belongs(record, startedAt, early)))
                .forEach(this::show);
        closed.filter(Course::isClosedByControl).ifPresent(decision -> showClosing());
    }

    private static boolean isSeen(LaneRecord<IncomingMessage> record, long by, Instant at) {
        return record.offset() < by || !record.timestamp().isAfter(at);
    }

    /// @param early whether the burst was closed before the client had been silent long enough
    private boolean belongs(LaneRecord<IncomingMessage> record, Instant time, boolean early) {
        return switch (record.value().getKind()) {
            case MESSAGE -> inputs.contains(record.offset()) || isRepeated(record);
            case TYPING -> early || !record.timestamp().plus(TYPING).isAfter(time) || isBetweenInputs(record);
            case EDIT, DELETION, REACTION -> true;
            default -> false;
        };
    }

    private boolean isBetweenInputs(LaneRecord<IncomingMessage> record) {
        return inputs.stream().anyMatch(offset -> offset > record.offset());
    }

    /// A message that came twice belongs to one record of the two, and is heard as long as the client writes.
    private boolean isRepeated(LaneRecord<IncomingMessage> record) {
        return answered.contains(record.value().getMessageId())
                || course.record().getInputs().stream()
                        .anyMatch(input ->
                                input.getMessageId().equals(record.value().getMessageId()));
    }

    /// The record that closed the burst, which stands behind it.
    private void showClosing() {
        long last = log.stream()
                .filter(record -> shown.contains(record.offset()) && inputs.contains(record.offset()))
                .mapToLong(LaneRecord::offset)
                .max()
                .orElse(-1);
        log.stream()
                .filter(record -> record.offset() > last && closes(record))
                .findFirst()
                .ifPresent(this::show);
    }

    private static boolean closes(LaneRecord<IncomingMessage> record) {
        return switch (record.value().getKind()) {
            case CANCEL, TAKE_OVER, HUMAN_REPLY, HAND_BACK, ERASE -> true;
            case MESSAGE ->
                record.value().getText().filter(text -> text.startsWith("/")).isPresent();
            default -> false;
        };
    }

    private void show(LaneRecord<IncomingMessage> record) {
        if (shown.add(record.offset())) {
            waiting.add(record);
            waiting.sort(Comparator.comparingLong(LaneRecord::offset));
            unseen = true;
        }
    }

    /// What was seen when this was decided: the record that caused it, what stood before it, and of an interruption the
    /// messages that came with it.
    private void show(Decision cause) {
        long by = Course.offset(cause);
        long first = course.record().getInputs().getFirst().getOffset();
        boolean interrupts = cause.what().equals("interrupted");
        long end = interrupts ? course.interruptedFrom(cause.attempt() + 1) : by + 1;
        log.stream()
                .filter(record -> record.offset() > first && record.offset() < end)
                .filter(record ->
                        record.offset() == by || (isSeen(record, by, cause.at()) && belongs(record, cause.at(), true)))
                .forEach(this::show);
        closingComes = interrupts && Course.isClosedByControl(cause);
    }

    /// Lets happen what is next as soon as nothing recorded comes before it.
    private void look() {
        var due = course.due();
        if (due.isEmpty()) {
            return;
        }
        var cause = due.get();
        if (Course.isByRecord(cause)) {
            unseen = true;
        } else if (cause.what().equals("resumed")) {
            course.happened(cause);
            cancellation = Cancellation.SHUTDOWN;
            List.copyOf(actions).forEach(Runnable::run);
        } else if (cause.what().equals("failed")) {
            course.passUntil(cause.at());
        } else if (course.isBusy()) {
            busy.run();
        }
    }

    @Override
    public String key() {
        return course.record().getClientId();
    }

    @Override
    public Ownership ownership() {
        return new Ownership("incoming-messages", 0, 1, Instant.EPOCH);
    }

    @Override
    public LaneRecord<IncomingMessage> take() {
        if (waiting.isEmpty()) {
            throw new IllegalStateException("no record waits in the lane");
        }
        return waiting.removeFirst();
    }

    @Override
    public List<LaneRecord<IncomingMessage>> newer() {
        if (closingComes) {
            // The interruption was heard before what closed its burst, or it would not have been one.
            closingComes = false;
            showClosing();
        }
        course.due().filter(Course::isByRecord).ifPresent(cause -> {
            course.happened(cause);
            show(cause);
        });
        look();
        unseen = false;
        return List.copyOf(waiting);
    }

    @Override
    public Signal await(Instant until) {
        look();
        if (cancellation != null) {
            return Signal.CANCELLED;
        }
        if (woken) {
            woken = false;
            return Signal.WOKEN;
        }
        if (unseen) {
            unseen = false;
            return Signal.NEWER;
        }
        if (++waits > PATIENCE) {
            throw course.departed("course", "", "waiting for something that never came");
        }
        course.passUntil(until);
        if (!course.isOpened()) {
            course.passUntil(course.record().getStartedAt());
        }
        return Signal.TIME;
    }

    @Override
    public void wake() {
        woken = true;
    }

    @Override
    public void finish(LaneRecord<IncomingMessage> record) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Cancellation> cancellation() {
        return Optional.ofNullable(cancellation);
    }

    @Override
    public void onCancel(Runnable action) {
        actions.add(action);
    }
}
