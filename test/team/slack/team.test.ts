import { describe, expect, it } from 'vitest';
import { testApp } from '../../support/app.ts';
import { type PersonClient, saying, until } from '../../support/person.ts';

const { person } = testApp();
const as = (name: string): PersonClient => person(name);

async function newest(who: PersonClient, matching: string) {
  return saying(await who.lastMessage(matching));
}

describe('/rekindle team', () => {
  it('refuses who isn’t admin and names who can help', async () => {
    await as('morgan').command('/rekindle team', 'general');
    const refusal = await newest(as('morgan'), 'Sorry');
    expect(refusal).toContain('for admins');
    expect(refusal).toContain('<@U0RILEY>');
  });

  it('makes somebody recruiter, who can then work with candidates and is told', async () => {
    const [riley, harper] = [as('riley'), as('harper')];
    await harper.command('/candidate help', 'general');
    await newest(harper, 'shared with you');
    await riley.command('/rekindle team', 'general');
    await riley.modal('Team');
    expect(await riley.submit({ Person: 'Harper', Role: 'Recruiter' })).toMatchObject({ outcome: 'closed' });
    expect(await newest(harper, 'made you')).toContain('recruiter');
    await harper.command('/candidate help', 'general');
    await newest(harper, 'lists who fits');
    await riley.command('/rekindle team', 'general');
    const listed = await until('Harper in the list', async () => {
      const modal = await riley.modal('Team');
      return saying(modal).includes('Recruiter') ? modal : null;
    });
    expect(saying(listed)).toContain('<@U0HARPER> · Recruiter');
    await riley.close();
  });

  it('takes no role from an admin by configuration', async () => {
    const riley = as('riley');
    await riley.command('/rekindle team', 'general');
    await riley.modal('Team');
    const refused = await riley.submit({ Person: 'Riley', Role: 'Member' });
    expect(refused.errors['Role']).toContain('ADMINS');
    await riley.close();
  });
});

describe('/rekindle', () => {
  it('tells an admin what runs on what, others only that it runs', async () => {
    await as('riley').command('/rekindle', 'general');
    expect(await newest(as('riley'), 'Rekindle is running')).toContain('embedded default');
    await as('morgan').command('/rekindle', 'general');
    expect(await newest(as('morgan'), 'Rekindle is running')).toContain('Admins see here');
  });

  it('answers a word that it doesn’t know with the nearest', async () => {
    await as('riley').command('/rekindle teem', 'general');
    await newest(as('riley'), 'Did you mean `/rekindle team`');
  });
});
