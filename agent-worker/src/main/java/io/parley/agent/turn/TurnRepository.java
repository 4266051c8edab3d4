package io.parley.agent.turn;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface TurnRepository extends Repository<TurnRow, String> {

    Optional<TurnRow> findByTurnId(String turnId);

    Optional<TurnRow> findFirstByClientIdOrderByStartedAtDescTurnIdDesc(String clientId);

    @Query("select i from TurnInputRow i where i.turnId = :turnId order by i.place")
    List<TurnInputRow> inputs(String turnId);

    @Query("select s from TurnStepRow s where s.turnId = :turnId order by s.place")
    List<TurnStepRow> steps(String turnId);

    @Query("select i from TurnInputRow i where i.messageId = :messageId")
    Optional<TurnInputRow> findInput(String messageId);
}
