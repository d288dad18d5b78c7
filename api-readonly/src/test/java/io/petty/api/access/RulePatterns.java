package io.petty.api.access;

import java.util.LinkedHashMap;
import java.util.Map;

/** Gives tests of other packages the path patterns of the rules. */
public final class RulePatterns {
    private RulePatterns() {}

    /** Returns the name of the rule for each pattern. */
    public static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        for (EndpointRule rule : EndpointRule.values()) {
            rule.patterns().forEach(pattern -> all.put(pattern, rule.name()));
        }
        return all;
    }
}
