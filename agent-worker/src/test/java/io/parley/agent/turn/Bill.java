package io.parley.agent.turn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a scenario costs if nobody dies in it, exactly.
///
/// @param bought each thing as often as it is asked, by the names of [Receipts]
/// @param wasted what of it brings no answer to be stored
/// @param failures how many of the model's first calls fail, whoever makes them
record Bill(List<String> bought, List<Waste> wasted, int failures) {

    /// A call whose answer is not stored.
    ///
    /// @param until the first effect of this name settles that
    record Waste(String what, String until) {}

    Bill {
        bought = bought.stream().sorted().toList();
        wasted = List.copyOf(wasted);
    }

    static Bill of(String... bought) {
        return new Bill(List.of(bought), List.of(), 0);
    }

    /// One of the calls is given up.
    Bill wasting(String what, String until) {
        var more = new ArrayList<>(wasted);
        more.add(new Waste(what, until));
        return new Bill(bought, more, failures);
    }

    Bill failing(int times) {
        return new Bill(bought, wasted, times);
    }

    List<String> allWasted() {
        return wasted.stream().map(Waste::what).sorted().toList();
    }

    /// What a process that has had these effects has wasted for good.
    Stream<String> wasted(List<String> effects) {
        return wasted.stream().filter(waste -> effects.contains(waste.until())).map(Waste::what);
    }

    /// What another process will waste after so many calls of the model. It never gives up a call: what comes in
    /// between has come.
    List<String> stillToFail(int asked) {
        return IntStream.range(asked, Math.max(asked, failures))
                .mapToObj(call -> Rounds.MODEL)
                .toList();
    }
}
