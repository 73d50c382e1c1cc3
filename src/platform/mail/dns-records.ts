/** What the DNS says about mail of a domain. */
export interface DnsLookup {
  /** Text records, each in one piece; empty when there are none. */
  txt(name: string): Promise<string[]>;
}

export interface Finding {
  what: string;
  /** `good`, `bad`: mail will be refused or land in spam; `doubtful`: it may. */
  verdict: 'good' | 'doubtful' | 'bad';
  /** What to do, or what was found. */
  detail: string;
}

/** RFC 7208, section 4.6.4: more lookups than this and a receiver stops reading. */
const MOST_LOOKUPS = 10;

/** SPF (RFC 7208): who may send mail of this domain. */
export async function checkSpf(dns: DnsLookup, domain: string): Promise<Finding> {
  const records = (await dns.txt(domain)).filter((record) => /^v=spf1(?:\s|$)/i.test(record));
  const [record] = records;
  if (!record)
    return {
      what: 'SPF',
      verdict: 'bad',
      detail: `${domain} has no SPF record. Add a TXT record such as “v=spf1 include:YOUR-MAIL-PROVIDER ~all”.`,
    };
  if (records.length > 1)
    return {
      what: 'SPF',
      verdict: 'bad',
      detail: `${domain} has ${records.length} SPF records; only one may be there.`,
    };
  const lookups =
    record.match(/\b(?:include:|redirect=|a(?=[\s:/]|$)|mx(?=[\s:/]|$)|ptr|exists:)/gi)?.length ?? 0;
  if (lookups > MOST_LOOKUPS)
    return {
      what: 'SPF',
      verdict: 'bad',
      detail: `It asks for ${lookups} look-ups; ${MOST_LOOKUPS} are the most.`,
    };
  if (/[\s]\+?all\b/i.test(record) && !/[-~?]all\b/i.test(record))
    return {
      what: 'SPF',
      verdict: 'bad',
      detail: '“+all” lets anybody send as you: end it with “~all” or “-all”.',
    };
  if (!/[-~]all\b|redirect=/i.test(record))
    return { what: 'SPF', verdict: 'doubtful', detail: `It doesn’t end with “~all” or “-all”: ${record}` };
  return { what: 'SPF', verdict: 'good', detail: record };
}

/**
 * DKIM (RFC 6376): the key by which receivers check our signature.
 * @param ourKey the public half of our key, in Base64 of its DER; null: mail is signed by the provider, or by nobody
 */
export async function checkDkim(
  dns: DnsLookup,
  domain: string,
  key: { selector: string; publicKey: string } | null,
): Promise<Finding> {
  if (!key)
    return {
      what: 'DKIM',
      verdict: 'doubtful',
      detail:
        'We sign nothing (DKIM_KEY_FILE, DKIM_SELECTOR are not set). That is right only if your mail provider signs as your own domain.',
    };
  const name = `${key.selector}._domainkey.${domain}`;
  const record = (await dns.txt(name)).find((text) => /(?:^|;)\s*p=/i.test(text));
  const published = /(?:^|;)\s*p=([^;]*)/i.exec(record ?? '')?.[1]?.replace(/\s+/g, '');
  if (!published)
    return {
      what: 'DKIM',
      verdict: 'bad',
      detail: `${name} has no key. Add a TXT record: v=DKIM1; k=rsa; p=${key.publicKey}`,
    };
  return published === key.publicKey
    ? { what: 'DKIM', verdict: 'good', detail: `${name} has our key` }
    : {
        what: 'DKIM',
        verdict: 'bad',
        detail: `${name} has another key than DKIM_KEY_FILE: every signature fails.`,
      };
}

/** DMARC (RFC 7489): what receivers do with mail that fails both, and whether anybody hears of it. */
export async function checkDmarc(dns: DnsLookup, domain: string): Promise<Finding> {
  const own = await dns.txt(`_dmarc.${domain}`);
  const parent = domain.split('.').slice(-2).join('.');
  const records = own.length > 0 || parent === domain ? own : await dns.txt(`_dmarc.${parent}`);
  const record = records.find((text) => /^v=DMARC1/i.test(text));
  if (!record)
    return {
      what: 'DMARC',
      verdict: 'bad',
      detail: `There is no record at _dmarc.${domain}. Gmail and Yahoo want one of who sends much: “v=DMARC1; p=none; rua=mailto:you@${domain}” is a start.`,
    };
  const policy = /(?:^|;)\s*p=(\w+)/i.exec(record)?.[1]?.toLowerCase();
  return policy === 'quarantine' || policy === 'reject' || policy === 'none'
    ? { what: 'DMARC', verdict: policy === 'none' ? 'doubtful' : 'good', detail: record }
    : { what: 'DMARC', verdict: 'bad', detail: `The record has no policy (p=): ${record}` };
}
