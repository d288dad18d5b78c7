package io.petty.lake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RulesInForceTest {
    private static final RulesInForce RULES = new RulesInForce("1", 14, 28);

    @Test
    void equalOthersWithTheSameValuesOnly() {
        assertThat(new RulesInForce("1", 14, 28)).isEqualTo(RULES).hasSameHashCodeAs(RULES);
        assertThat(RULES)
                .isNotEqualTo(new RulesInForce("2", 14, 28))
                .isNotEqualTo(new RulesInForce("1", 15, 28))
                .isNotEqualTo(new RulesInForce("1", 14, 29))
                .isNotEqualTo("1");
        assertThat(RulesInForce.class.getRecordComponents()).hasSize(3);
    }
}
