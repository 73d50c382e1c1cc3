import { describe, expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { callControl, saying, until } from '../support/person.ts';

/** The main job over Slack's protocol, on nothing but embedded defaults, as `npm start` runs it. */
const { url, person } = testApp();
const riley = person('riley');

interface Mail {
  id: string;
  to: string;
  fromName: string;
  subject: string;
  text: string;
  unsubscribe: string | null;
  headers: { key: string }[];
}
const mails = () => callControl<Mail[]>(url(), 'mails');
const mail = (id: string) => callControl<Mail>(url(), `mails/${id}`);

describe('from a name in Slack to a message in a mailbox', () => {
  it('captures a person from free text', async () => {
    await riley.command(
      '/candidate add Ana Petrova ana.petrova@example.com linkedin.com/in/ana-petrova #golang',
      'hiring',
    );
    const modal = await riley.modal('Add candidate');
    const filled = JSON.stringify(modal.values) + JSON.stringify(modal.blocks);
    for (const part of ['Ana Petrova', 'ana.petrova@example.com', 'linkedin.com/in/ana-petrova', 'golang'])
      expect(filled).toContain(part);
    const saved = await riley.submit({ Headline: 'Backend engineer', Company: 'Initech', Skills: ['Go'] });
    expect(saved).toMatchObject({ outcome: 'closed' });
    expect(saying(await riley.lastMessage('Ana Petrova'))).toContain('Initech');
  });

  it('drafts, lets a person approve, and the e-mail arrives', async () => {
    await riley.click('Draft outreach', { within: 'Ana Petrova' });
    await riley.modal('Draft outreach');
    expect(
      await riley.submit({ Purpose: 'First contact', Mention: 'her talk on build caches' }),
    ).toMatchObject({
      outcome: 'closed',
    });
    const approval = await riley.lastMessage(/Approve & send/);
    expect(saying(approval)).toContain('Ana');
    await riley.click('Approve & send', { ts: approval.ts, channel: approval.channel });
    const arrived = await until('the mail', async () =>
      (await mails()).find(({ to }) => to.includes('ana.petrova@example.com')),
    );
    const { text, headers, fromName } = await mail(arrived.id);
    expect(fromName).toContain('Riley');
    expect(text).toContain('Ana');
    expect(headers.map(({ key }) => key.toLowerCase())).toEqual(
      expect.arrayContaining(['list-unsubscribe', 'list-unsubscribe-post', 'message-id']),
    );
    await riley.lastMessage(/Sent/i, approval.channel);
  });

  it('changes nothing on a second click, and says what happened', async () => {
    const before = (await mails()).length;
    const approval = await riley.lastMessage(/her talk|Ana Petrova/, '@rekindle');
    await expect(
      riley.click('Approve & send', { ts: approval.ts, channel: approval.channel }),
    ).rejects.toThrow();
    expect(await mails()).toHaveLength(before);
  });

  it('shows the message and the decision on the card', async () => {
    await riley.command('/candidate ana.petrova@example.com', 'hiring');
    const card = await until('a card with the message on it', async () => {
      const shown = saying(await riley.lastMessage('Ana Petrova', 'hiring'));
      return shown.includes('Message sent') ? shown : null;
    });
    expect(card).toMatch(/approved/i);
  });

  it('hears the answer, tells the recruiter, and the temperature rises', async () => {
    const [sent] = await mails();
    await callControl(url(), `mails/${sent?.id}/answer`, { text: 'Happy to talk. Next week?' });
    expect(saying(await riley.lastMessage(/answered/, '@rekindle'))).toContain('Happy to talk');
    await riley.command('/candidate Ana Petrova', 'general');
    expect(saying(await riley.lastMessage('Ana Petrova', 'general'))).toMatch(/hot/i);
  });

  it('unsubscribes from the mail, and nobody can write any more', async () => {
    const [sent] = await mails();
    await callControl(url(), `mails/${sent?.id}/unsubscribe`, {});
    await riley.lastMessage(/asked not to be written to/, '@rekindle');
    await riley.command('/outreach ana.petrova@example.com', 'hiring');
    expect(saying(await riley.lastMessage(/may not be written to/, 'hiring'))).toMatch(/asked not to/);
  });
});

describe('who may', () => {
  it('refuses a member politely and says who can help', async () => {
    const morgan = person('morgan');
    await morgan.command('/candidate add Somebody', 'general');
    const refusal = await morgan.lastMessage(/Sorry/, 'general');
    expect(refusal.ephemeral).toBe(true);
    expect(saying(refusal)).toContain('U0RILEY');
  });
});

describe('bad input', () => {
  it('asks for a name and a way to reach the person, and keeps what was typed', async () => {
    await riley.command('/candidate add', 'hiring');
    await riley.modal('Add candidate');
    const nothing = await riley.submit({ 'Full name': 'Nobody Reachable', Company: 'Kept Inc.' });
    expect(nothing.outcome).toBe('errors');
    expect(JSON.stringify(await riley.modal('Add candidate'))).toContain('Kept Inc.');
    await riley.close();
  });

  it('says who it is when the e-mail is known, and merges into that person', async () => {
    await riley.command('/candidate add Anna Petrova ana.petrova@example.com', 'hiring');
    await riley.modal('Add candidate');
    await riley.submit({ Location: 'Austin' });
    const known = await until('the notice', async () => {
      const top = (await riley.views()).at(-1);
      return top && saying(top).includes('Merge into existing') ? top : null;
    });
    expect(saying(known)).toContain('Ana Petrova');
    await riley.click('Merge into existing');
    await riley.modal('Merged');
    await riley.close();
    await riley.command('/candidate ana.petrova@example.com', 'referrals');
    expect(saying(await riley.lastMessage('Ana Petrova', 'referrals'))).toContain('Austin');
  });

  it.each([
    ['<!channel> Attack', 'e1@example.com'],
    ['*bold* _name_', 'e2@example.com'],
    ['🦊 Foxy Ünïcode', 'e3@example.com'],
    ['مريم الحسن', 'e4@example.com'],
  ])('takes %s as a name and pings nobody', async (name, email) => {
    await riley.command('/candidate add', 'hiring');
    await riley.modal('Add candidate');
    expect(await riley.submit({ 'Full name': name, 'E-mail': email })).toMatchObject({ outcome: 'closed' });
    const card = await riley.lastMessage(email, 'hiring');
    // In plain text it stands letter by letter; where it could ping, it is escaped.
    const formatted = JSON.stringify(card.blocks).match(/\{"type":"mrkdwn","text":"[^"]*"/g) ?? [];
    expect(formatted.length).toBeGreaterThan(0);
    expect(`${card.text} ${formatted.join(' ')}`).not.toContain('<!channel>');
  });

  it('keeps a note of 10,000 characters or says how long it may be', async () => {
    await riley.command('/candidate add', 'hiring');
    await riley.modal('Add candidate');
    const note = 'n'.repeat(10_000);
    const filled = await riley
      .submit({ 'Full name': 'Long Note', 'E-mail': 'long@example.com', Note: note })
      .catch((error: Error) => error);
    // Slack itself stops at 3,000 characters: the workspace refuses, the window stays open.
    if (filled instanceof Error) expect(filled.message).toMatch(/3,?000/);
    else expect(['closed', 'errors']).toContain(filled.outcome);
    if ((await riley.views()).length > 0) await riley.close();
  });
});
