import { beforeAll, describe, expect, it } from 'vitest';
import { testApp } from '../../support/app.ts';
import { saying, until } from '../../support/person.ts';

/** `/candidate` and its modals as a recruiter meets them, over Slack's protocol. */
const { person } = testApp();
const riley = person('riley');
/** A second recruiter. */
const harper = person('harper');

beforeAll(async () => {
  await riley.command('/rekindle team', 'general');
  await riley.modal('Team');
  await riley.submit({ Person: 'Harper', Role: 'Recruiter' });
});

/** What the newest message says, once there is one more than before and it says this. */
async function answerTo(act: () => Promise<unknown>, matching: string | RegExp, channel = 'hiring') {
  const before = (await riley.messages(channel)).at(-1)?.ts ?? '';
  await act();
  const answer = await until(`an answer that says ${matching}`, async () =>
    (await riley.messages(channel)).findLast(
      (message) =>
        message.ts > before &&
        (typeof matching === 'string' ? saying(message).includes(matching) : matching.test(saying(message))),
    ),
  );
  return saying(answer);
}

async function add(text: string, fields: Record<string, string | string[]> = {}): Promise<string> {
  await riley.command(`/candidate add ${text}`, 'hiring');
  await riley.modal('Add candidate');
  return answerTo(
    async () => expect(await riley.submit(fields)).toMatchObject({ outcome: 'closed' }),
    'Saved.',
  );
}

describe('/candidate add', () => {
  it('saves every field and shows the card', async () => {
    const card = await add('Kim Onesto kim.onesto@example.com +1 512 555 0177 #meetup', {
      'Profile link': 'https://www.linkedin.com/in/kim-onesto/?utm=x',
      Headline: 'Staff Engineer',
      Company: 'Initech',
      Location: 'Austin, United States',
      Seniority: 'Staff',
      Skills: ['Kubernetes', 'Add “Fortran 77”'],
      'Interested in': ['Add “compilers”'],
      Source: 'Event',
      'Source detail': 'PyCon',
      Note: 'Met at the hallway track',
    });
    for (const part of [
      'Kim Onesto',
      'kim.onesto@example.com',
      '+15125550177',
      'linkedin.com/in/kim-onesto',
      'Staff Engineer',
      'Initech',
      'Austin, United States',
      'Kubernetes',
      'Fortran 77',
      'compilers',
      '#meetup',
      'Event (PyCon)',
      '<@U0RILEY>',
      'Met at the hallway track',
      'Prospect',
    ])
      expect(card).toContain(part);
    expect(card).not.toContain('Add “');
  });

  it('names each field that can’t be read, and keeps what was typed', async () => {
    await riley.command('/candidate add', 'hiring');
    await riley.modal('Add candidate');
    const refused = await riley.submit({
      'Full name': 'Bad Input',
      'E-mail': 'not an address',
      Phone: '12',
      'Profile link': 'nowhere',
    });
    expect(refused.outcome).toBe('errors');
    expect(Object.keys(refused.errors).sort()).toEqual(['E-mail', 'Phone', 'Profile link']);
    await riley.close();
  });

  it('keeps a text that says more than a name as the note', async () => {
    await riley.command(
      '/candidate add Lou Verbose lou@example.com, gave the talk on build caches',
      'hiring',
    );
    expect(JSON.stringify(await riley.modal('Add candidate'))).toContain('gave the talk on build caches');
    await riley.close();
  });

  it('says who it is before saving, opens them on top, merges and keeps the source', async () => {
    await add('Mia First mia@example.com', { Company: 'Hooli', Source: 'Referral' });
    await riley.command('/candidate add Mia Second mia@example.com', 'hiring');
    await riley.modal('Add candidate');
    expect(
      await riley.submit({ Company: 'Pied Piper', Location: 'Lisbon', Source: 'Event', Note: 'Seen again' }),
    ).toMatchObject({ outcome: 'updated' });
    const known = await riley.modal('Add candidate');
    expect(saying(known)).toContain('Mia First');
    expect(JSON.stringify(known.values)).toContain('Lisbon');
    await riley.click('Open');
    expect(saying(await riley.modal('Candidate'))).toContain('Hooli');
    await riley.close();
    const card = await answerTo(() => riley.click('Merge into existing'), 'Merged.');
    expect(card).toMatch(/Mia First[\s\S]*Hooli[\s\S]*Lisbon/);
    expect(card).toContain('Referral');
    expect(card).toContain('Seen again');
    await riley.modal('Merged');
    await riley.close();
  });
});

describe('the card’s buttons', () => {
  it('edits what was changed and nothing else', async () => {
    await add('Noa Edit noa@example.com', { Company: 'Old Inc.', Skills: ['Python'] });
    await riley.click('Edit', { within: 'Noa Edit' });
    await riley.modal('Edit candidate');
    // Meanwhile a colleague changes another field, and adds a skill.
    await harper.command('/candidate noa@example.com', 'hiring');
    await harper.lastMessage('Noa Edit', 'hiring');
    await harper.click('Edit', { within: 'Noa Edit' });
    await harper.modal('Edit candidate');
    expect(await harper.submit({ Headline: 'Data Engineer', Skills: ['Python', 'Go'] })).toMatchObject({
      outcome: 'closed',
    });
    const card = await answerTo(() => riley.submit({ Company: 'New Inc.' }), 'Saved.');
    expect(card).toContain('New Inc.');
    expect(card).not.toContain('Old Inc.');
    for (const part of ['Python', 'Go', 'Data Engineer']) expect(card).toContain(part);
  });

  it('refuses an e-mail that is somebody else’s, beside the field', async () => {
    await add('Own One own.one@example.com');
    await add('Own Two own.two@example.com');
    await riley.click('Edit', { within: 'Own Two' });
    await riley.modal('Edit candidate');
    const refused = await riley.submit({ 'E-mail': 'own.one@example.com' });
    expect(refused.outcome).toBe('errors');
    expect(refused.errors['E-mail']).toContain('another candidate');
    await riley.close();
  });

  it('tags with new words and offers them the next time', async () => {
    await add('Tag Me tag.me@example.com');
    await riley.click('Tag', { within: 'Tag Me' });
    await riley.modal('Tag');
    expect(await answerTo(() => riley.submit({ Tags: ['Add “runner-up”'] }), 'Tagged.')).toContain(
      '#runner-up',
    );
    await riley.command('/candidate add', 'hiring');
    const { id } = await riley.modal('Add candidate');
    const offered = await riley.options({
      viewId: id,
      blockId: 'tags',
      actionId: 'words_tag',
      query: 'runner-u',
    });
    expect(offered.options.map(({ value }) => value)).toContain('runner-up');
    await riley.close();
  });

  it('opts out at once and back in', async () => {
    await add('Opt Person opt@example.com');
    await riley.click('Opt out', { within: 'Opt Person' });
    const out = await riley.lastMessage('Nobody can write to Opt Person', 'hiring');
    expect(saying(out)).toContain('asked not to be written to');
    await riley.click('Opt back in', { within: 'Opt Person' });
    const back = await riley.lastMessage('may be written to again', 'hiring');
    expect(saying(back)).not.toContain('May not be written to');
  });

  it('logs a touchpoint, which warms', async () => {
    await add('Log Person log@example.com');
    await riley.click('Log touchpoint', { within: 'Log Person' });
    await riley.modal('Log touchpoint');
    await answerTo(() => riley.submit({ Kind: 'Meeting', Note: 'Coffee' }), 'is hot now');
    const card = await answerTo(() => riley.command('/candidate log@example.com', 'hiring'), 'Coffee');
    expect(card).toMatch(/Hot[\s\S]*score 12\.0[\s\S]*meeting/);
  });
});

describe('/candidate find and names', () => {
  it('lists ten a page, turns forward and back, and opens', async () => {
    for (let number = 1; number <= 12; number++)
      await add(`Zed Number${number} zed${number}@example.com`, { Company: 'Paging Corp' });
    const first = await answerTo(() => riley.command('/candidate find paging', 'hiring'), '12 people');
    expect(first).toContain('1 to 10 of 12');
    await riley.click('Next', { within: '12 people' });
    const second = saying(await riley.lastMessage('11 to 12 of 12', 'hiring'));
    const names = (text: string) => new Set(text.match(/Number\d+/g));
    expect(names(first).union(names(second)).size).toBe(12);
    await riley.click('Previous', { within: '12 people' });
    const again = await riley.lastMessage('1 to 10 of 12', 'hiring');
    expect(names(saying(again))).toEqual(names(first));
    await answerTo(
      () => riley.click('Open', { ts: again.ts, channel: again.channel }),
      /Zed Number\d+[\s\S]*Draft outreach/,
    );
  });

  it('offers those whom a name means, and says when nobody is meant', async () => {
    const picks = await answerTo(() => riley.command('/candidate Zed', 'hiring'), 'Whom do you mean');
    expect(picks).toContain('There are more');
    await answerTo(() => riley.command('/candidate Nobody Atall', 'hiring'), 'I know nobody by');
    await answerTo(() => riley.command('/candidate find xyzzyx', 'hiring'), 'Nobody fits');
  });

  it('helps, and answers a word that it doesn’t know with the nearest', async () => {
    expect(await answerTo(() => riley.command('/candidate help', 'hiring'), 'lists who fits')).toContain(
      '/candidate add',
    );
    await answerTo(
      () => riley.command('/candidate fnd golang', 'hiring'),
      'Did you mean `/candidate find golang`',
    );
    await answerTo(() => riley.command('/candidate find help', 'hiring'), 'What a query can say');
  });

  it('answers a name that would ping or be code in plain words', async () => {
    const card = await add('', { 'Full name': '<!channel> `x` *bold*', 'E-mail': 'ping@example.com' });
    expect(card).not.toMatch(/\*<!channel>/);
    const list = await answerTo(() => riley.command('/candidate find bold', 'hiring'), '1 person');
    expect(list).not.toContain('<!channel>');
    expect(list).toContain('&lt;!channel&gt;');
    await answerTo(
      () => riley.command('/candidate <!channel> nobody here', 'hiring'),
      /know nobody by (?!.*<!channel>)/,
    );
  });

  it('has the shortcut Add candidate', async () => {
    await riley.shortcut('add_candidate');
    await riley.modal('Add candidate');
    await riley.close();
  });
});
