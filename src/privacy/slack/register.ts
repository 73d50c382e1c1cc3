import type { ModalView } from '@slack/types';
import { recordAudit } from '#audit/record.ts';
import { candidateById } from '#candidates/find.ts';
import { keyOf } from '#candidates/identity.ts';
import { GONE } from '#candidates/slack/show-card.ts';
import { PersonError } from '#platform/person-error.ts';
import { context, input, option, plain, section } from '#platform/slack/blocks.ts';
import { sendFileTo } from '#platform/slack/files.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type {
  ActionRequest,
  CommandWord,
  Surface,
  ViewAnswer,
  ViewRequest,
} from '#platform/slack/surface.ts';
import { erase, exportPerson } from '../erase.ts';
import { allowAgain } from '../hashes.ts';
import {
  type PrivacyFigures,
  privacyFigures,
  RETENTION_MONTHS,
  type RetentionDeps,
  setRetention,
} from '../retention.ts';

const ERASE = 'erase_candidate';
const PRIVACY = 'privacy';
const NEVER = 'never';

/** **Export data** and **Erase** of a card, and the modal of `/rekindle privacy`. */
export function register(surface: Surface, deps: RetentionDeps): void {
  surface.action('candidate_more/export', 'export', (request) => exportData(deps, request));
  surface.action('candidate_more/erase', 'erase', (request) => openErase(deps, request));
  surface.view(ERASE, 'erase', (request) => submitErase(deps, request));
  surface.view(PRIVACY, 'privacy', (request) => submitPrivacy(deps, request));
}

/** `/rekindle privacy`. */
export function privacyWord(deps: RetentionDeps): CommandWord {
  return {
    help: '`/rekindle privacy` shows on what basis people are kept, and sets for how long (admins)',
    need: 'privacy',
    async run(request) {
      await request.openModal(privacyModal(await privacyFigures(deps)));
    },
  };
}

async function exportData(deps: RetentionDeps, request: ActionRequest): Promise<void> {
  const { name, content } = await exportPerson(deps, request.value ?? '', request.actor.id);
  await sendFileTo(request.client, request.actor.id, {
    name: `candidate-${request.value ?? ''}.json`,
    content,
    text: `Everything that Rekindle holds about ${escapeMrkdwn(name)}.`,
  });
  await request.reply({ text: 'The file comes as a direct message.' });
}

async function openErase(deps: RetentionDeps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  if (!candidate) return request.reply({ text: GONE });
  await request.openModal({
    type: 'modal',
    callback_id: ERASE,
    private_metadata: candidate._id,
    title: plain('Erase candidate'),
    submit: plain('Erase'),
    close: plain('Cancel'),
    blocks: [
      section(`*${escapeMrkdwn(candidate.name)}* will be gone for good:`),
      section(
        '• the record, its history, notes, drafts and what waits to be sent\n• what was merged into it, referrals, and what the audit log says about it\n• the approval messages in Slack in which their drafts stand',
      ),
      section(
        'What stays: that something happened (without names), and scrambled fingerprints of their addresses, so that an import doesn’t bring them back. E-mails that were sent are in their mailbox and in your mail server’s; other messages in Slack that name them you have to delete there.',
      ),
      input('name', 'Type their full name to confirm', { type: 'plain_text_input', action_id: 'name' }),
    ],
  });
}

async function submitErase(deps: RetentionDeps, request: ViewRequest): Promise<ViewAnswer> {
  const candidate = await candidateById(deps, request.metadata);
  if (!candidate) return { errors: { name: GONE } };
  const typed = String(request.values['name'] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  if (typed.toLowerCase() !== candidate.name.toLowerCase())
    return { errors: { name: `That is not their name as it stands here: ${candidate.name}` } };
  const result = await erase(deps, candidate._id, request.actor.id);
  return {
    close: true,
    async after() {
      await request.client.chat.postMessage({
        channel: request.actor.id,
        text:
          result === 'erased'
            ? 'Erased. Nothing of this person is held any more.'
            : 'A message to this person is being sent at this moment. They are erased as soon as that has ended.',
      });
    },
  };
}

function privacyModal({ bases, endingSoon, ended, erased, months, due }: PrivacyFigures): ModalView {
  const options = [
    option('Never', NEVER),
    ...RETENTION_MONTHS.map((count) => option(`After ${count} months`, String(count))),
  ];
  const chosen = months === null ? NEVER : String(months);
  return {
    type: 'modal',
    callback_id: PRIVACY,
    title: plain('Privacy'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      section(
        `*Kept on the basis of*\n${bases['legitimate interest']} legitimate interest · ${bases.consent} consent · ${bases.contract} contract`,
      ),
      section(
        `*Ending*\n${endingSoon} within 30 days · ${ended} ended: they may not be written to any more\n*Erased so far*\n${erased}`,
      ),
      input('months', 'Erase people with whom nothing happened', {
        type: 'static_select',
        action_id: 'months',
        options,
        initial_option: options.find(({ value }) => value === chosen) ?? option('Never', NEVER),
      }),
      context(
        `Hired people, and those who asked not to be written to, stay.${months === null ? '' : ` ${due >= 1_000 ? 'More than 1,000' : due} are due today.`}`,
      ),
      input(
        'again',
        'Allow somebody again who was erased',
        { type: 'plain_text_input', action_id: 'again' },
        {
          optional: true,
          hint: 'Their e-mail address, phone number or profile link, if they came back to you themselves.',
        },
      ),
    ],
  };
}

async function submitPrivacy(deps: RetentionDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { months: picked, again } = request.values;
  const by = request.actor.id;
  const typed = typeof again === 'string' ? again.trim() : '';
  if (typed !== '') {
    const key = keyOf(typed);
    if (!key) return { errors: { again: 'This is no e-mail address, phone number or link.' } };
    try {
      await allowAgain(deps, key);
    } catch (error) {
      if (error instanceof PersonError) return { errors: { again: error.message } };
      throw error;
    }
    await recordAudit(deps, {
      by,
      action: 'erased person allowed again',
      subject: 'privacy',
      before: null,
      after: null,
      surface: 'modal Privacy',
    });
  }
  const months = RETENTION_MONTHS.find((count) => String(count) === picked) ?? null;
  const { due } = await privacyFigures(deps, months ?? undefined);
  await setRetention(deps, months, by);
  return {
    close: true,
    async after() {
      await request.client.chat.postMessage({
        channel: by,
        text:
          months === null
            ? 'Nobody is erased by themselves.'
            : `From now on people are erased after ${months} months in which nothing happened. ${due >= 1_000 ? 'More than 1,000 people are' : due === 1 ? '1 person is' : `${due} people are`} due today.`,
      });
    },
  };
}
