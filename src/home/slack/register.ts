import type { KnownBlock } from '@slack/types';
import { button, context, divider, header, section } from '#platform/slack/blocks.ts';
import type { Actor, Surface } from '#platform/slack/surface.ts';
import type { HomeSection } from '../home.ts';

export interface HomeDeps {
  /** What needs this person now, in order; empty for whom there is nothing to see. */
  sections: (actor: Actor) => Promise<HomeSection[]>;
  /** Whether this person may see candidates. */
  isRecruiter: (actor: Actor) => boolean;
}

/** A view holds 100 blocks. */
const MOST_LINES = 15;

const HOW_TO_START =
  '`/candidate add` remembers somebody, `/candidate find` finds them again, and *Draft outreach* on their card writes to them.';

/** App Home, and the answer to a direct message. */
export function register(surface: Surface, deps: HomeDeps): void {
  surface.homeOpened(async ({ actor, publish }) => {
    const sections = await deps.sections(actor);
    await publish(deps.isRecruiter(actor) ? recruiterHome(sections) : memberHome(sections));
  });
  surface.directMessage(async ({ actor, client, channelId }) => {
    await client.chat.postMessage({
      channel: channelId,
      text: deps.isRecruiter(actor)
        ? `I work by commands. ${HOW_TO_START} \`/candidate help\` lists the rest.`
        : 'I help recruiters here keep in touch with people. `/refer` puts somebody forward; `/rekindle` says more, and who can give you a role.',
    });
  });
}

function recruiterHome(sections: HomeSection[]): KnownBlock[] {
  return [
    header('What needs you now'),
    ...sections.flatMap((part) => sectionBlocks(part)),
    divider(),
    context(HOW_TO_START),
  ];
}

function sectionBlocks({ title, empty, lines }: HomeSection): KnownBlock[] {
  return [
    section(`*${title}*`),
    ...(lines.length === 0
      ? [context(empty)]
      : lines
          .slice(0, MOST_LINES)
          .map(({ text, button: press }) =>
            section(text, press && button(press.text, press.actionId, press.value)),
          )),
  ];
}

function memberHome(sections: HomeSection[]): KnownBlock[] {
  return [
    header('Rekindle'),
    section(
      'Recruiters here use Rekindle to keep in touch with people who might join one day. You can put somebody forward.',
      button('Refer someone', 'refer_open', 'home', 'primary'),
    ),
    ...sections.flatMap((part) => sectionBlocks(part)),
    divider(),
    context('Want to work with candidates? `/rekindle` says who can give you a role.'),
  ];
}
