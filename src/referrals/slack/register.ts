import { distance } from 'fastest-levenshtein';
import { actions, button, section } from '#platform/slack/blocks.ts';
import type { CommandRequest, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { rolesLookedFor } from '#roles/find.ts';
import type { ReferralDeps } from '../deps.ts';
import { leaderboard, type Place, referralsOf } from '../lists.ts';
import { confirmMention } from '../mentions.ts';
import { readReferralText } from '../read.ts';
import { refer } from '../refer.ts';
import { settle } from '../settle.ts';
import { bonusesCommand, registerBonuses } from './bonuses.ts';
import { registerDeciding } from './deciding.ts';
import { referralLine } from './home.ts';
import { registerMentioned } from './mentioned.ts';
import { REFER_MODAL, ROLE_FIELD, readReferral, referModal, refusedAt, roleChoices } from './modal.ts';

export type ReferSlackDeps = ReferralDeps & {
  /** Why a role may not do something, and who can change that. */
  refusal: (role: string, need: string) => Promise<string>;
};

const NEED = 'refer';
const LISTED = 20;
/** Letters by which a word may be mistyped, and of how many letters a beginning of one is taken for it. */
const NEAR = 2;
const BEGINNING = 3;

const HELP = [
  '`/refer` puts somebody forward; `/refer Ana Petrova ana@example.com for the backend role` fills the form in',
  '`/refer mine` lists whom you have referred, and how it stands',
  '`/refer leaderboard` shows whose referrals were accepted and hired',
  '`/refer bonuses` lists bonuses, with *Mark as paid* and a report for finance (recruiters)',
  'Or open the menu of a message that names somebody and pick *Refer this person*, or write `@Rekindle refer …` in a channel.',
].join('\n');

/** Referring, for everybody; deciding and paying, for recruiters. */
export function register(surface: Surface, deps: ReferSlackDeps): void {
  surface.command('/refer', NEED, (request) => referCommand(deps, request));
  surface.shortcut('refer_person', NEED, async (request) => {
    const text = request.message?.text ?? '';
    await request.openModal(referModal({ ...(await readReferralText(deps, text)), note: text }));
  });
  surface.action('refer_open', NEED, async (request) => {
    await request.openModal(referModal({ ...(await readReferralText(deps, '')), note: '' }));
  });
  surface.options(ROLE_FIELD, NEED, async ({ query }) => roleChoices(await rolesLookedFor(deps), query));
  surface.view(REFER_MODAL, NEED, (request) => submit(deps, request));
  registerMentioned(surface, deps);
  registerDeciding(surface, deps);
  registerBonuses(surface, deps);
}

const WORDS: Record<string, (deps: ReferSlackDeps, request: CommandRequest) => Promise<void>> = {
  help: (_, request) => request.reply({ text: HELP }),
  mine: mineCommand,
  bonuses: bonusesCommand,
  leaderboard: leaderboardCommand,
};

async function referCommand(deps: ReferSlackDeps, request: CommandRequest): Promise<void> {
  const { text } = request;
  const word = text.toLowerCase();
  if (Object.hasOwn(WORDS, word)) return WORDS[word]?.(deps, request);
  const near = nearWord(word.replace(/[.!?]$/, ''));
  if (near)
    return request.reply({
      text: `Did you mean \`/refer ${near}\`?`,
      blocks: [
        section(
          `Did you mean \`/refer ${near}\`? To put somebody of this name forward, add their e-mail address or a link.`,
        ),
        actions('refer_near', [button('Refer someone', 'refer_open', 'new')]),
        section(HELP),
      ],
    });
  await request.openModal(referModal({ ...(await readReferralText(deps, text)), note: '' }));
}

/** The word that a single one is like: its beginning, two letters exchanged, or one mistyped, of longer words two. */
function nearWord(typed: string): string | undefined {
  if (!/^[a-z]+$/.test(typed)) return undefined;
  const letters = (word: string) => Array.from(word).toSorted().join('');
  return Object.keys(WORDS).find((word) => {
    if (typed.length >= BEGINNING && word.startsWith(typed)) return true;
    const mistyped = distance(word, typed);
    return mistyped <= (word.length > NEAR * 2 || letters(word) === letters(typed) ? NEAR : 1);
  });
}

async function mineCommand(deps: ReferSlackDeps, request: CommandRequest): Promise<void> {
  const mine = await referralsOf(deps, request.actor.id, LISTED);
  if (mine.length === 0) return request.reply({ text: `You haven’t referred anybody yet.\n${HELP}` });
  const text = 'Your referrals';
  await request.reply({
    text,
    blocks: [section(`*${text}*`), ...mine.map((one) => section(referralLine(one)))],
  });
}

async function leaderboardCommand(deps: ReferSlackDeps, request: CommandRequest): Promise<void> {
  if (!deps.referralRules.leaderboard)
    return request.reply({ text: 'The leaderboard is switched off here. `/refer mine` lists your own.' });
  const { quarter, year } = await leaderboard(deps);
  if (year.length === 0)
    return request.reply({ text: 'No referral has been accepted this year yet: yours can be the first.' });
  const text = 'Referrals that were accepted and hired';
  await request.reply({
    text,
    blocks: [
      section(`*${text}*`),
      section(board('This quarter', quarter)),
      section(board('This year', year)),
    ],
  });
}

function board(title: string, places: readonly Place[]): string {
  const lines = places.map(
    ({ by, accepted, hired }, at) => `${at + 1}. <@${by}>: ${accepted} accepted, ${hired} hired`,
  );
  return [`*${title}*`, ...(lines.length > 0 ? lines : ['nobody yet'])].join('\n');
}

async function submit(deps: ReferSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const read = readReferral(request.values);
  if ('errors' in read) return read;
  const put = await refer(deps, { ...read, by: request.actor.id, deliveryId: request.deliveryId });
  if ('refused' in put) return { errors: refusedAt(put.refused) };
  return {
    close: true,
    async after() {
      await settle(deps, put._id);
      if (request.metadata) await confirmMention(deps, request.metadata, request.actor.id);
    },
  };
}
