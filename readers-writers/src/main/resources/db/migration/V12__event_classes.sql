-- The voices on a publication's events, by class of event (behavior and its rule's confidence) and the day they were given.
-- Those counted before were on events of ruleset 2026.1, whose confidences were these.
create table publication_class_voices (
    publication_id bigint not null references publications (publication_id) on delete cascade,
    given_day date not null,
    behavior varchar(32) not null,
    rule_confidence double precision not null,
    positive bigint not null,
    negative bigint not null,
    collars bigint not null,
    primary key (publication_id, given_day, behavior, rule_confidence)
);

insert into publication_class_voices
select
    publication_id,
    given_day,
    behavior,
    case behavior
        when 'Deep Sleep' then 0.90
        when 'Playing Fetch' then 0.80
        when 'Anxious Pacing' then 0.75
        when 'Unknown' then 0.0
        else 0.70
    end,
    positive,
    negative,
    collars
from publication_voices;

drop table publication_voices;

alter table publication_class_voices rename to publication_voices;
