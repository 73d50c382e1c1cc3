import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truncate } from '../../../src/platform/slack/blocks.ts';
import { commandText } from '../../../src/platform/slack/command-text.ts';
import { escapeMrkdwn } from '../../../src/platform/slack/mrkdwn.ts';

describe('what stands behind a command', () => {
  it.each([
    ['add <@U1|ana> &amp; more', 'add @ana & more'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['<http://ana.example|ana.example>', 'ana.example'],
    ['<https://linkedin.com/in/ana>', 'https://linkedin.com/in/ana'],
    ['<#C1|hiring> &lt;b&gt;', '#hiring <b>'],
    ['  plain  ', 'plain'],
  ])('%s becomes %s', (sent, typed) => {
    expect(commandText(sent)).toBe(typed);
  });
});

describe('escaping', () => {
  it('leaves nothing that could ping, link or be a date', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(escapeMrkdwn(text)).not.toMatch(/[<>]/);
        expect(commandText(escapeMrkdwn(text))).toBe(text.trim());
      }),
    );
  });
});

describe('truncating', () => {
  it('keeps to the limit and never cuts an emoji or an escaped character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, max) => {
        const cut = truncate(escapeMrkdwn(text), max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.isWellFormed()).toBe(true);
        expect(cut).not.toMatch(/&(?:a|am|amp|l|lt|g|gt)?…$/);
      }),
    );
    expect(truncate('a&amp;b&amp;c', 8)).toBe('a&amp;b…');
  });
});
