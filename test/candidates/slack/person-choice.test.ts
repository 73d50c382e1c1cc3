import { expect, it } from 'vitest';
import { personChoice } from '../../../src/candidates/slack/person-choice.ts';

it('somebody in a menu fits into Slack’s 75 characters, whatever they are called, and no emoji is halved', () => {
  expect(personChoice({ _id: 'c1', name: 'Ada', company: 'Acme' })).toEqual({
    text: 'Ada · Acme',
    value: 'c1',
  });
  expect(personChoice({ _id: 'c1', name: 'Ada', company: null }).text).toBe('Ada');
  const { text } = personChoice({ _id: 'c1', name: 'A'.repeat(70), company: '👩‍💻'.repeat(20) });
  expect(text.length).toBeLessThanOrEqual(75);
  expect(text).toBe(`${'A'.repeat(70)} · …`);
});
