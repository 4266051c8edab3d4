package io.parley.agent.memory;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

interface MemoryLineRepository extends Repository<MemoryLineRow, Long> {

    List<MemoryLineRow> findByClientIdAndIdLessThanEqualOrderByIdDesc(String clientId, long end, Limit size);

    void deleteByClientId(String clientId);
}
