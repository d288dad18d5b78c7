package io.petty.api.access;

import java.util.LinkedHashMap;
import java.util.Map;

/** The patterns of paths that rules name. */
public final class RulePatterns {
    private RulePatterns() {}

    /** The name of the rule by the pattern. */
    public static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        for (Rule rule : Rule.values()) {
            rule.patterns().forEach(pattern -> all.put(pattern, rule.name()));
        }
        return all;
    }
}
