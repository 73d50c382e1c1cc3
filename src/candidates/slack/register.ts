import type { Surface } from '#platform/slack/surface.ts';
import { may } from '#team/permissions.ts';
import { registerAdd } from './add.ts';
import { candidateCommand } from './command.ts';
import { type CandidateSlackDeps, NEED, NEED_LIMITED } from './deps.ts';
import { registerEdit } from './edit.ts';
import { limitedCommand } from './limited.ts';
import { registerList } from './list.ts';
import { registerOpen } from './open.ts';
import { registerOptions } from './options.ts';
import { registerShare } from './share.ts';
import { registerSnooze } from './standing.ts';
import { registerTag } from './tag.ts';

/** Everything of candidates that Slack can ask for. */
export function register(surface: Surface, deps: CandidateSlackDeps): void {
  surface.command('/candidate', NEED_LIMITED, (request) =>
    may(request.actor.role, NEED) ? candidateCommand(deps, request) : limitedCommand(deps, request),
  );
  registerAdd(surface, deps);
  registerEdit(surface, deps);
  registerTag(surface, deps);
  registerShare(surface, deps);
  registerSnooze(surface, deps);
  registerOpen(surface, deps);
  registerList(surface, deps);
  registerOptions(surface, deps);
}
