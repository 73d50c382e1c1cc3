import { SETTINGS } from './config-settings.ts';

/** Everything that a deployment can set, checked and typed. See the settings table in README.md. */
export interface Config {
  production: boolean;
  slack:
    | { kind: 'real'; botToken: string; apiUrl: string | null; transport: SlackTransport }
    | { kind: 'embedded' };
  database: { uri: string | null };
  /** Where everything embedded keeps its files. */
  dataDirectory: string;
  mail: { kind: 'real'; smtpUrl: string; from: string; postalAddress: string | null } | { kind: 'embedded' };
  /** Where the key lies that signs what goes out, and its name in the DNS; null: nothing is signed by us. */
  dkim: { keyFile: string; selector: string } | null;
  /** The mailbox that is read for answers; null: none. */
  imapUrl: string | null;
  /** Keys of mail providers that hand answers in. */
  providers: { mailgunSigningKey: string | null; sesTopicArn: string | null };
  /** Shared with whoever hands in answers and bounces; null: made at first start or switched off. */
  inbound: { kind: 'real'; secret: string } | { kind: 'embedded' } | { kind: 'off' };
  model:
    | { kind: 'real'; apiKey: string | null; baseUrl: string | null; name: string }
    | { kind: 'templates' };
  /** Where a candidate's browser reaches this deployment, without a slash at the end; null: it can't. */
  publicUrl: { kind: 'real'; url: string } | { kind: 'embedded' } | { kind: 'off' };
  /** Whose word about a request’s address is believed; null: nobody has said. */
  trustedProxies: string[] | 'none' | null;
  port: number;
  localPort: number;
  /** Signs unsubscribe links; null: made at first start. */
  secretKey: string | null;
  /** Lets its bearer read /metrics; null: only this machine may, and nobody in production. */
  metricsToken: string | null;
  /** Slack user ids; empty: the workspace's own owners and admins. */
  admins: string[];
  logLevel: string;
}

export type SlackTransport = { mode: 'socket'; appToken: string } | { mode: 'http'; signingSecret: string };

/** One setting that cannot be used, told so that an operator can mend it without looking anything up. */
export interface Problem {
  name: string;
  what: string;
  example: string;
}

/** Thrown with every problem at once: nobody should have to start five times to find five typos. */
export class ConfigError extends Error {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super(
      [
        problems.length === 1
          ? 'One setting needs your attention:'
          : `${problems.length} settings need your attention:`,
        ...problems.map((problem) => `  ${problem.name}: ${problem.what} Example: ${problem.example}`),
      ].join('\n'),
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

type Name = keyof typeof SETTINGS;
type Given = Partial<Record<Name, string>>;

/**
 * Turns an environment into a Config.
 * @param env usually process.env; empty strings count as not set
 * @throws ConfigError naming every setting that is wrong, contradictory or, with NODE_ENV=production, missing
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const problems: Problem[] = [];
  const given = readSettings(env, problems);
  const missing = (name: Name, what: string) => {
    // A setting that is there but wrong has been told already.
    if (!problems.some((problem) => problem.name === name))
      problems.push({ name, what, example: SETTINGS[name].example });
  };
  const production = env['NODE_ENV'] === 'production';
  const config = assemble(given, production, missing);
  if (production) requireForProduction(given, missing);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function readSettings(env: Record<string, string | undefined>, problems: Problem[]): Given {
  const given: Given = {};
  for (const name of Object.keys(SETTINGS) as Name[]) {
    const value = env[name]?.trim();
    if (!value) continue;
    const { schema, wrong, example } = SETTINGS[name];
    if (schema.safeParse(value).success) given[name] = value;
    else problems.push({ name, what: wrong, example });
  }
  return given;
}

type Missing = (name: Name, what: string) => void;

function assemble(given: Given, production: boolean, missing: Missing): Config {
  return {
    production,
    slack: slackConfig(given, missing),
    database: { uri: given.MONGODB_URI ?? null },
    dataDirectory: given.DATA_DIR ?? 'data',
    mail: mailConfig(given, missing),
    dkim: dkimConfig(given, missing),
    imapUrl: given.IMAP_URL ?? null,
    providers: {
      mailgunSigningKey: given.MAILGUN_SIGNING_KEY ?? null,
      sesTopicArn: given.SES_TOPIC_ARN ?? null,
    },
    inbound: switchable(given.INBOUND_SECRET, (secret) => ({ kind: 'real', secret })),
    model: modelConfig(given),
    publicUrl: switchable(given.PUBLIC_URL, (address) => ({
      kind: 'real',
      url: address.replace(/\/+$/, ''),
    })),
    trustedProxies: proxies(given.TRUSTED_PROXIES),
    port: Number(given.PORT ?? 3000),
    localPort: Number(given.LOCAL_PORT ?? 3300),
    secretKey: given.SECRET_KEY ?? null,
    metricsToken: given.METRICS_TOKEN ?? null,
    admins: given.ADMINS?.split(/[\s,]+/).filter(Boolean) ?? [],
    logLevel: given.LOG_LEVEL ?? 'info',
  };
}

function slackConfig(given: Given, missing: Missing): Config['slack'] {
  const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL } = given;
  if (!SLACK_BOT_TOKEN) {
    if (SLACK_APP_TOKEN || SLACK_SIGNING_SECRET || SLACK_API_URL)
      missing('SLACK_BOT_TOKEN', 'It is missing, although other Slack settings are there.');
    return { kind: 'embedded' };
  }
  const transport: SlackTransport | null = SLACK_APP_TOKEN
    ? { mode: 'socket', appToken: SLACK_APP_TOKEN }
    : SLACK_SIGNING_SECRET
      ? { mode: 'http', signingSecret: SLACK_SIGNING_SECRET }
      : null;
  if (!transport) {
    missing(
      'SLACK_APP_TOKEN',
      'Beside SLACK_BOT_TOKEN set this (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).',
    );
    return { kind: 'embedded' };
  }
  return { kind: 'real', botToken: SLACK_BOT_TOKEN, apiUrl: SLACK_API_URL ?? null, transport };
}

function mailConfig(given: Given, missing: Missing): Config['mail'] {
  if (!given.SMTP_URL) return { kind: 'embedded' };
  if (!given.MAIL_FROM) missing('MAIL_FROM', 'SMTP_URL is set, so an address to send from is needed.');
  return {
    kind: 'real',
    smtpUrl: given.SMTP_URL,
    from: given.MAIL_FROM ?? '',
    postalAddress: given.MAIL_POSTAL_ADDRESS ?? null,
  };
}

function dkimConfig(given: Given, missing: Missing): Config['dkim'] {
  const { DKIM_KEY_FILE, DKIM_SELECTOR } = given;
  if (DKIM_KEY_FILE && !DKIM_SELECTOR)
    missing('DKIM_SELECTOR', 'DKIM_KEY_FILE is set; its name in the DNS is needed.');
  if (DKIM_SELECTOR && !DKIM_KEY_FILE) missing('DKIM_KEY_FILE', 'DKIM_SELECTOR is set; the key is needed.');
  return DKIM_KEY_FILE && DKIM_SELECTOR ? { keyFile: DKIM_KEY_FILE, selector: DKIM_SELECTOR } : null;
}

function modelConfig(given: Given): Config['model'] {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL } = given;
  if (OPENAI_MODEL === 'none' || (!OPENAI_API_KEY && !OPENAI_BASE_URL)) return { kind: 'templates' };
  return {
    kind: 'real',
    apiKey: OPENAI_API_KEY ?? null,
    baseUrl: OPENAI_BASE_URL ?? null,
    name: OPENAI_MODEL ?? 'gpt-5-mini',
  };
}

/** In production nothing falls back by itself; what may be done without has to be given up in so many words. */
function requireForProduction(given: Given, missing: Missing): void {
  const required: [Name, string][] = [
    ['SLACK_BOT_TOKEN', 'Production does not run on the local workspace.'],
    ['MONGODB_URI', 'Production does not run on the embedded database.'],
    ['SMTP_URL', 'Production does not run on the embedded mailbox.'],
    ['MAIL_FROM', 'An address to send from is needed.'],
    [
      'MAIL_POSTAL_ADDRESS',
      'The law of many countries wants it in every message; nothing is sent without it.',
    ],
    [
      'INBOUND_SECRET',
      'Answers and bounces come in by a webhook signed with it; “none” if only IMAP_URL or nothing takes them in.',
    ],
    ['PUBLIC_URL', 'Unsubscribe links need it; “none” if nobody outside can reach this machine.'],
    ['SECRET_KEY', 'It signs unsubscribe links and has to survive a move to another machine.'],
    ['ADMINS', 'Somebody has to be able to name recruiters.'],
  ];
  for (const [name, why] of required) if (!given[name]) missing(name, `It is missing. ${why}`);
  if (!given.OPENAI_API_KEY && !given.OPENAI_BASE_URL && given.OPENAI_MODEL !== 'none')
    missing('OPENAI_API_KEY', 'It is missing. Set OPENAI_MODEL=none if drafts are to come from templates.');
}

function proxies(value: string | undefined): Config['trustedProxies'] {
  if (value === undefined || value === 'none') return value ?? null;
  return value.split(',').map((one) => one.trim());
}

function switchable<T>(value: string | undefined, real: (value: string) => T) {
  if (!value) return { kind: 'embedded' as const };
  return value === 'none' ? { kind: 'off' as const } : real(value);
}
