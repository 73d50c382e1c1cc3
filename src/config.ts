import { z } from 'zod';

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
  /** Shared with whoever hands in answers and bounces; null: made at first start or switched off. */
  inbound: { kind: 'real'; secret: string } | { kind: 'embedded' } | { kind: 'off' };
  model:
    | { kind: 'real'; apiKey: string | null; baseUrl: string | null; name: string }
    | { kind: 'templates' };
  /** Where a candidate's browser reaches this deployment, without a slash at the end; null: it can't. */
  publicUrl: { kind: 'real'; url: string } | { kind: 'embedded' } | { kind: 'off' };
  port: number;
  localPort: number;
  /** Signs unsubscribe links; null: made at first start. */
  secretKey: string | null;
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

interface Setting {
  schema: z.ZodType<string>;
  /** What is wrong, as a sentence, when the schema says no. */
  wrong: string;
  example: string;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const text = z.string();

const SETTINGS = {
  SLACK_BOT_TOKEN: setting(
    text.regex(/^xoxb-\S+$/),
    'A bot token starts with “xoxb-”.',
    'xoxb-your-bot-token',
  ),
  SLACK_APP_TOKEN: setting(
    text.regex(/^xapp-\S+$/),
    'An app-level token starts with “xapp-”.',
    'xapp-your-token',
  ),
  SLACK_SIGNING_SECRET: setting(
    text.regex(/^\S{8,}$/),
    'A signing secret is one word of at least 8 characters.',
    'the 32 characters under “Basic Information” of your Slack app',
  ),
  SLACK_API_URL: setting(
    url('http:', 'https:'),
    'This is not an http or https address.',
    'https://slack.com/api/',
  ),
  MONGODB_URI: setting(
    text.regex(/^mongodb(\+srv)?:\/\/\S+$/),
    'A MongoDB address starts with “mongodb://” or “mongodb+srv://”.',
    'mongodb://db.internal:27017/rekindle?replicaSet=rs0',
  ),
  DATA_DIR: setting(text.min(1), 'This is not a folder name.', '/var/lib/rekindle'),
  SMTP_URL: setting(
    url('smtp:', 'smtps:'),
    'An SMTP address starts with “smtp://” or “smtps://”.',
    'smtps://user:password@smtp.example.com:465',
  ),
  MAIL_FROM: setting(
    text.regex(/^(?:[^<>@]*<)?[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>?$/),
    'This is not an e-mail address.',
    'Acme Talent <talent@acme.example>',
  ),
  MAIL_POSTAL_ADDRESS: setting(
    text.min(10),
    'A postal address has at least a street and a town.',
    'Acme Inc., 1 Main Street, Springfield, IL 62701, USA',
  ),
  INBOUND_SECRET: setting(
    orNone(text.regex(/^\S{16,}$/)),
    'The secret is one word of at least 16 characters (or “none” to take no answers in).',
    'the output of: openssl rand -hex 32',
  ),
  OPENAI_API_KEY: setting(text.regex(/^\S+$/), 'A key is one word.', 'sk-your-key'),
  OPENAI_BASE_URL: setting(
    url('http:', 'https:'),
    'This is not an http or https address.',
    'https://api.openai.com/v1',
  ),
  OPENAI_MODEL: setting(text.regex(/^\S+$/), 'A model’s name is one word.', 'gpt-5-mini'),
  PUBLIC_URL: setting(
    orNone(url('http:', 'https:')),
    'This is not an http or https address (or “none” if nobody can reach this machine).',
    'https://rekindle.acme.example',
  ),
  PORT: setting(port(), 'A port is a whole number from 0 to 65535.', '3000'),
  LOCAL_PORT: setting(port(), 'A port is a whole number from 0 to 65535.', '3300'),
  SECRET_KEY: setting(
    text.min(32),
    'The key needs at least 32 characters.',
    'the output of: openssl rand -hex 32',
  ),
  ADMINS: setting(
    text.regex(/^\s*[UW][A-Z0-9]+(\s*[,\s]\s*[UW][A-Z0-9]+)*\s*$/),
    'This is a list of Slack user ids, with commas between them.',
    'U012AB3CD,U045EF6GH',
  ),
  LOG_LEVEL: setting(
    text.refine((level) => LOG_LEVELS.includes(level)),
    `The level is one of ${LOG_LEVELS.join(', ')}.`,
    'info',
  ),
} satisfies Record<string, Setting>;

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
    inbound: switchable(given.INBOUND_SECRET, (secret) => ({ kind: 'real', secret })),
    model: modelConfig(given),
    publicUrl: switchable(given.PUBLIC_URL, (address) => ({
      kind: 'real',
      url: address.replace(/\/+$/, ''),
    })),
    port: Number(given.PORT ?? 3000),
    localPort: Number(given.LOCAL_PORT ?? 3300),
    secretKey: given.SECRET_KEY ?? null,
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
    ['INBOUND_SECRET', 'Answers and bounces come in by a webhook signed with it; “none” takes none in.'],
    ['PUBLIC_URL', 'Unsubscribe links need it; “none” if nobody outside can reach this machine.'],
    ['SECRET_KEY', 'It signs unsubscribe links and has to survive a move to another machine.'],
    ['ADMINS', 'Somebody has to be able to name recruiters.'],
  ];
  for (const [name, why] of required) if (!given[name]) missing(name, `It is missing. ${why}`);
  if (!given.OPENAI_API_KEY && !given.OPENAI_BASE_URL && given.OPENAI_MODEL !== 'none')
    missing('OPENAI_API_KEY', 'It is missing. Set OPENAI_MODEL=none if drafts are to come from templates.');
}

function switchable<T>(value: string | undefined, real: (value: string) => T) {
  if (!value) return { kind: 'embedded' as const };
  return value === 'none' ? { kind: 'off' as const } : real(value);
}

function setting(schema: z.ZodType<string>, wrong: string, example: string): Setting {
  return { schema, wrong, example };
}

function url(...protocols: string[]) {
  return text.refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol));
}

function orNone(schema: z.ZodType<string>) {
  return z.union([z.literal('none'), schema]);
}

function port() {
  return text.regex(/^\d{1,5}$/).refine((value) => Number(value) <= 65_535);
}
