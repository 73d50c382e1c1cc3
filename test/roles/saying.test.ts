import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { slackClient } from '#platform/slack/create-slack.ts';
import type { Manifest } from '../../src/local/manifest.ts';
import type { PostView } from '../../src/roles/deps.ts';
import type { Match } from '../../src/roles/match.ts';
import type { Role } from '../../src/roles/role.ts';
import { sayingIn } from '../../src/roles/slack/saying.ts';
import { testWorkspace } from '../local/workspace.ts';
import { candidate } from '../support/outreach.ts';
import { person, saying } from '../support/person.ts';
import { roleWith } from '../support/role.ts';
import { NOW } from './world.ts';

/** The longest list there can be, and a channel that can't be written to, against the workspace's own limits. */
let workspace: Awaited<ReturnType<typeof testWorkspace>>;
beforeAll(async () => {
  workspace = await testWorkspace({
    manifest: JSON.parse(await readFile('manifest.json', 'utf8')) as Manifest,
  });
});
afterAll(() => workspace.remove());

function view(channel: string | null, word: string): PostView {
  const role: Role = {
    ...roleWith(
      {
        title: `Engineer ${word}`.slice(0, 150),
        mustHave: Array.from({ length: 10 }, (_, index) => `${word} ${index}`.slice(0, 75)),
        niceToHave: Array.from({ length: 15 }, (_, index) => `${word} n${index}`.slice(0, 75)),
        seniority: 'Senior',
        location: word,
        remote: true,
      },
      NOW,
    ),
    key: 'engineer',
    owner: workspace.people.riley,
    channel,
  };
  const people = Array.from({ length: 20 }, (_, index) => {
    const one = candidate({
      _id: `c${index}`,
      name: `${word} ${index}`,
      headline: word,
      company: word,
      location: word,
    });
    const match: Match = {
      _id: `r1:c${index}`,
      role: 'r1',
      candidateId: one._id,
      origin: 'ranking',
      score: 99.9,
      reasons: { speaksFor: Array(8).fill(word) as string[], lacks: Array(8).fill(word) as string[] },
      state: index % 2 ? 'shortlisted' : 'not a fit',
      decided: { by: 'U0RILEY', at: NOW, why: 'Lacks a must-have', note: 'not for the channel' },
      manager: { askedAt: NOW, says: 'yes', by: 'U0HARPER', at: NOW },
      firstShownAt: NOW,
      lastShownAt: NOW,
    };
    return { match, candidate: one };
  });
  return {
    role,
    people,
    blocked: Array.from({ length: 20 }, () => ({ candidate: candidate({ name: word }), why: word })),
    post: {
      _id: 'r1:0:0',
      role: 'r1',
      kind: 'ranking',
      criteria: 0,
      page: 0,
      shown: [],
      blocked: [],
      considered: 4_000,
      hasMore: true,
      message: null,
      due: NOW,
      revision: 0,
      lease: null,
      at: NOW,
    },
  };
}

it.each([['<!channel> & '.repeat(40)], ['👩‍💻'.repeat(60)], ['x'.repeat(500)]])(
  'twenty people with the longest of everything fit into one message: %s',
  async (word) => {
    const client = slackClient(workspace.botToken, workspace.apiUrl, createLogger('silent'));
    const said = sayingIn(client, { clock: { now: () => NOW } });
    const general = (await person(workspace.url, 'riley').write('here', 'general')) && 'C0GENERAL';
    const place = await said.showPost(view(general, word));
    expect(place.channelId).toBe(general);
    const again = await said.showPost({
      ...view(general, word),
      post: { ...view(general, word).post, message: place },
    });
    expect(again).toEqual(place);
    const message = (await person(workspace.url, 'riley').messages('general')).find(
      ({ ts }) => ts === place.ts,
    );
    expect(message?.blocks.length).toBeLessThanOrEqual(45);
    const text = saying({ blocks: message?.blocks ?? [] });
    expect(text.length).toBeLessThan(13_000);
    // The header is plain text, where it is harmless.
    expect(saying({ blocks: message?.blocks.slice(1) ?? [] })).not.toContain('<!channel>');
    expect(text).not.toContain('not for the channel');
    expect(text.match(/says \*yes\*/g)).toHaveLength(20);
  },
);

it('a channel that can’t be written to: the owner gets the list, and is told why', async () => {
  const client = slackClient(workspace.botToken, workspace.apiUrl, createLogger('silent'));
  const said = sayingIn(client, { clock: { now: () => NOW } });
  const place = await said.showPost(view('C0NOTHERE', 'Go'));
  const message = await person(workspace.url, 'riley').lastMessage(
    'I can’t write to <#C0NOTHERE>',
    '@rekindle',
  );
  expect(message.ts).toBe(place.ts);
  expect(message.blocks.length).toBeLessThanOrEqual(45);
  for (const _ of ['there', 'gone']) await said.remove(place);
  const left = await person(workspace.url, 'riley').messages('@rekindle');
  expect(left.map(({ ts }) => ts)).not.toContain(place.ts);
});

it('a question that was decided meanwhile has no buttons; one that is gone doesn’t stand in the way', async () => {
  const client = slackClient(workspace.botToken, workspace.apiUrl, createLogger('silent'));
  const said = sayingIn(client, { clock: { now: () => NOW } });
  const { role, people } = view(null, 'Go');
  const [declined, shortlisted] = people;
  if (!declined || !shortlisted) throw new Error('nobody');
  const asks = { role: { ...role, hiringManager: workspace.people.harper }, thread: null };
  const [place] = await said.showAsk({ ...asks, ...shortlisted });
  const messages = place ? [{ channelId: 'C0NOTHERE', ts: '1.0' }, place] : [];
  const shown = async () =>
    (await person(workspace.url, 'harper').messages('@rekindle')).find(({ ts }) => ts === place?.ts);
  expect(JSON.stringify((await shown())?.blocks)).toContain('role_yes');
  const match: Match = { ...declined.match, manager: { askedAt: NOW, says: null, at: null, messages } };
  expect(await said.showAsk({ ...asks, ...declined, match })).toEqual(messages);
  const blocks = (await shown())?.blocks ?? [];
  expect(JSON.stringify(blocks)).not.toContain('role_yes');
  expect(saying({ blocks })).toContain('Not a fit');
});
