import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const PRODUCTION = {
  NODE_ENV: 'production',
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  MONGODB_URI: 'mongodb://db/rekindle',
  SMTP_URL: 'smtps://u:p@smtp.example.com:465',
  MAIL_FROM: 'Acme Talent <talent@acme.example>',
  MAIL_POSTAL_ADDRESS: '1 Main Street, Springfield',
  INBOUND_SECRET: 'a-secret-of-16-characters',
  OPENAI_API_KEY: 'sk-1',
  PUBLIC_URL: 'https://rekindle.acme.example/',
  SECRET_KEY: 'k'.repeat(32),
  ADMINS: 'U012AB3CD, U045EF6GH',
};

function problemsOf(env: Record<string, string>): ConfigError['problems'] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('with nothing set', () => {
  it('falls back for every part', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      production: false,
      slack: { kind: 'embedded' },
      database: { uri: null },
      dataDirectory: 'data',
      mail: { kind: 'embedded' },
      inbound: { kind: 'embedded' },
      model: { kind: 'templates' },
      publicUrl: { kind: 'embedded' },
      port: 3000,
      localPort: 3300,
      admins: [],
    });
  });

  it('treats an empty value as not set', () => {
    expect(readConfig({ PORT: '', SLACK_BOT_TOKEN: '  ' })).toEqual(readConfig({}));
  });
});

describe('each part falls back alone', () => {
  it('takes real Slack over Socket Mode, or HTTP when only the signing secret is there', () => {
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' })).toMatchObject({
      slack: { kind: 'real', transport: { mode: 'socket' } },
      database: { uri: null },
      mail: { kind: 'embedded' },
    });
    expect(
      readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret-secret' }).slack,
    ).toMatchObject({
      transport: { mode: 'http', signingSecret: 'secret-secret' },
    });
  });

  it('takes any OpenAI-compatible server, with or without a key', () => {
    expect(readConfig({ OPENAI_BASE_URL: 'http://127.0.0.1:8080/v1', OPENAI_MODEL: 'llama' }).model).toEqual({
      kind: 'real',
      apiKey: null,
      baseUrl: 'http://127.0.0.1:8080/v1',
      name: 'llama',
    });
  });
});

describe('bad values', () => {
  it('are reported all at once, each with its name, what is wrong and an example', () => {
    const problems = problemsOf({
      PORT: 'http',
      MONGODB_URI: 'localhost:27017',
      SLACK_BOT_TOKEN: 'xapp-wrong',
      SMTP_URL: 'smtp.example.com',
      ADMINS: '@riley',
      LOG_LEVEL: 'loud',
      SECRET_KEY: 'short',
    });
    expect(problems.map((problem) => problem.name).sort()).toEqual(
      ['ADMINS', 'LOG_LEVEL', 'MONGODB_URI', 'PORT', 'SECRET_KEY', 'SLACK_BOT_TOKEN', 'SMTP_URL'].sort(),
    );
    for (const problem of problems) {
      expect(problem.what).toMatch(/\.$/);
      expect(problem.example).not.toBe('');
    }
    expect(new ConfigError(problems).message).toContain('7 settings need your attention');
  });

  it('never repeats the value, which may be a secret', () => {
    try {
      readConfig({ SLACK_BOT_TOKEN: 'tell-nobody-1234' });
    } catch (error) {
      expect((error as Error).message).not.toContain('tell-nobody');
    }
    expect.assertions(1);
  });

  it.each([
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN'],
    [{ SMTP_URL: 'smtp://mail.example.com' }, 'MAIL_FROM'],
    [{ PORT: '70000' }, 'PORT'],
  ])('names what is missing beside %o', (env, name) => {
    expect(problemsOf(env).map((problem) => problem.name)).toEqual([name]);
  });
});

describe('in production', () => {
  it('accepts a whole set', () => {
    expect(readConfig(PRODUCTION)).toMatchObject({
      production: true,
      publicUrl: { kind: 'real', url: 'https://rekindle.acme.example' },
      admins: ['U012AB3CD', 'U045EF6GH'],
    });
  });

  it('names everything that is missing', () => {
    expect(problemsOf({ NODE_ENV: 'production' }).map((problem) => problem.name)).toEqual([
      'SLACK_BOT_TOKEN',
      'MONGODB_URI',
      'SMTP_URL',
      'MAIL_FROM',
      'MAIL_POSTAL_ADDRESS',
      'INBOUND_SECRET',
      'PUBLIC_URL',
      'SECRET_KEY',
      'ADMINS',
      'OPENAI_API_KEY',
    ]);
  });

  it('lets a part be given up only in so many words', () => {
    const { OPENAI_API_KEY: _, ...rest } = PRODUCTION;
    expect(
      readConfig({ ...rest, OPENAI_MODEL: 'none', PUBLIC_URL: 'none', INBOUND_SECRET: 'none' }),
    ).toMatchObject({
      model: { kind: 'templates' },
      publicUrl: { kind: 'off' },
      inbound: { kind: 'off' },
    });
  });
});
