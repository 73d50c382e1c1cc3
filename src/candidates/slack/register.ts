import type { Surface } from '#platform/slack/surface.ts';
import { registerAdd } from './add.ts';
import { candidateCommand } from './command.ts';
import { type CandidateSlackDeps, NEED } from './deps.ts';
import { registerEdit } from './edit.ts';
import { registerList } from './list.ts';
import { registerOpen } from './open.ts';
import { registerOptions } from './options.ts';
import { registerTag } from './tag.ts';

/** Everything of candidates that Slack can ask for. */
export function register(surface: Surface, deps: CandidateSlackDeps): void {
  surface.command('/candidate', NEED, (request) => candidateCommand(deps, request));
  registerAdd(surface, deps);
  registerEdit(surface, deps);
  registerTag(surface, deps);
  registerOpen(surface, deps);
  registerList(surface, deps);
  registerOptions(surface, deps);
}
