package io.parley.agent.turn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Which messages have been echoed lately, so that the log is not filled with repetitions. Forgetting one is
/// harmless: readers drop an entry that they have seen.
public final class RecentEchoes {

    private static final int MAX = 50_000;

    private final Set<String> messageIds = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX;
        }
    }));

    boolean add(String messageId) {
        return messageIds.add(messageId);
    }

    void remove(String messageId) {
        messageIds.remove(messageId);
    }
}
