/** The query language on one page: `/candidate find help`. */
export const FIND_HELP = [
  '*What a query can say.* All of it must be true; the hottest come first.',
  '',
  '*Words* start a word of a name, headline, company, city, skill or tag: `backend austin`. Quotation marks keep words together: `"software engineer"`.',
  '*Who they are:* `skill:go` `city:austin` `country:germany` `seniority:senior` `company:acme` `stage:"silver medalist"` `temp:hot`',
  '*How we know them:* `source:referral` `owner:me` `tag:payments` `pool:"Austin evenings"` `interested:backend`',
  '*When:* `contacted:` is us, `engaged:` and `answered:` are them, `added:` is the record: `answered:<30d` `contacted:>6mo` `added:2026-01..2026-03` `engaged:never`. An interest has a time, too: `interested:backend@6..12mo`',
  '*What is there:* `has:email` `has:phone` `has:link` `is:reachable` `is:unowned` `is:snoozed` `is:opted-out`',
  '*Put together:* `skill:go,rust` is either, `-temp:cold` is not, `sort:recent` (or `name`, `added`, `hot`) orders the list.',
  '',
  'For example `/candidate find "software engineer" city:austin interested:backend@6..12mo` or `/candidate find skill:python temp:hot,warm contacted:>3mo`',
].join('\n');
