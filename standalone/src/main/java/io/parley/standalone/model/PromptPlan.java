package io.parley.standalone.model;

import java.util.Optional;

/// Facts that stand in the prompt itself.
final class PromptPlan implements Plan {

    @Override
    public Optional<Move> about(Question question, Talk talk) {
        Passages passages = new Passages(talk.prompt());
        // With tools, a prompt says who the agent is; its facts are those below headings, if any.
        if (!talk.tools().isEmpty() && passages.topics().isEmpty()) {
            return Optional.empty();
        }
        return passages.find(question.text(), talk.earlier())
                .filter(passage -> talk.tools().isEmpty() || passages.fits(passage, question.text()))
                .map(Move.Say::new);
    }
}
