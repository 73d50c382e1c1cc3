import { isIP } from 'node:net';
import { z } from 'zod';

/** Every setting, with what it looks like and what is said when it doesn't. */

/** One setting of the environment. */
export interface Setting {
  schema: z.ZodType<string>;
  /** What is wrong, as a sentence, when the schema says no. */
  wrong: string;
  example: string;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const text = z.string();

export const SETTINGS = {
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
  MAILGUN_SIGNING_KEY: setting(
    text.regex(/^\S{16,}$/),
    'The signing key is one word of at least 16 characters.',
    'the “HTTP webhook signing key” of your Mailgun account',
  ),
  SES_TOPIC_ARN: setting(
    text.regex(/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w.-]+$/),
    'This is not the ARN of an SNS topic.',
    'arn:aws:sns:eu-west-1:123456789012:rekindle-mail',
  ),
  IMAP_URL: setting(
    url('imap:', 'imaps:'),
    'An IMAP address starts with “imap://” or “imaps://”.',
    'imaps://user:password@imap.example.com:993/INBOX',
  ),
  DKIM_KEY_FILE: setting(text.min(1), 'This is not a file name.', '/etc/rekindle/dkim.pem'),
  DKIM_SELECTOR: setting(
    text.regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/),
    'A selector is one word of letters, digits, dots and dashes.',
    'rekindle2026',
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
  TRUSTED_PROXIES: setting(
    orNone(text.refine(isListOfNetworks)),
    'This is not a list of addresses or networks with commas between them (or “none” if no proxy stands before Rekindle).',
    'loopback, 10.0.0.0/8',
  ),
  PORT: setting(port(), 'A port is a whole number from 0 to 65535.', '3000'),
  LOCAL_PORT: setting(port(), 'A port is a whole number from 0 to 65535.', '3300'),
  METRICS_TOKEN: setting(
    text.regex(/^[\x21-\x7e]{16,}$/),
    'The token is one word of at least 16 letters, digits and signs.',
    'the output of: openssl rand -hex 32',
  ),
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

function setting(schema: z.ZodType<string>, wrong: string, example: string): Setting {
  return { schema, wrong, example };
}

function url(...protocols: string[]) {
  return text.refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol));
}

/** Addresses, networks, and the names that Express knows some by. */
function isListOfNetworks(value: string): boolean {
  return value.split(',').every((one) => {
    const [address = '', bits, ...rest] = one.trim().split('/');
    if (bits === undefined && /^(?:loopback|linklocal|uniquelocal)$/.test(address)) return true;
    const most = { 4: 32, 6: 128 }[isIP(address)] ?? -1;
    return (
      rest.length === 0 &&
      most > 0 &&
      (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
    );
  });
}

function orNone(schema: z.ZodType<string>) {
  return z.union([z.literal('none'), schema]);
}

function port() {
  return text.regex(/^\d{1,5}$/).refine((value) => Number(value) <= 65_535);
}
